"""Criteria about who the person is, who comes along, and how they get in and are understood."""

from resource_dir.fit.criterion import Criterion, Words, accepts, detail

WHO = "who"
COMPANY = "company"
ACCESS = "access"
PAYMENT = "payment"

PEOPLE: tuple[Criterion, ...] = (
    detail(
        "age",
        WHO,
        Words("Age", "Which ages do you take?", "Ages", "Not for ages"),
        Words("Edad", "¿Qué edades reciben?", "Edades", "No para edades"),
        kind="range",
        is_noted=True,
    ),
    accepts(
        "men",
        WHO,
        Words("Men", "Do you take men tonight?", "Takes men", "Does not take men"),
        Words("Hombres", "¿Reciben hombres esta noche?", "Recibe hombres", "No recibe hombres"),
        is_noted=True,
    ),
    accepts(
        "women",
        WHO,
        Words("Women", "Do you take women tonight?", "Takes women", "Does not take women"),
        Words("Mujeres", "¿Reciben mujeres esta noche?", "Recibe mujeres", "No recibe mujeres"),
        is_noted=True,
    ),
    accepts(
        "transgender",
        WHO,
        Words(
            "Transgender people",
            "Do you take a transgender person, placed by the gender they live in?",
            "Takes transgender people",
            "Does not take transgender people",
        ),
        Words(
            "Personas transgénero",
            "¿Reciben a una persona transgénero según el género en que vive?",
            "Recibe personas transgénero",
            "No recibe personas transgénero",
        ),
        is_noted=True,
    ),
    accepts(
        "nonbinary",
        WHO,
        Words(
            "Nonbinary people",
            "Do you have a place for a nonbinary person tonight?",
            "Takes nonbinary people",
            "Has no place for nonbinary people",
        ),
        Words(
            "Personas no binarias",
            "¿Tienen lugar para una persona no binaria esta noche?",
            "Recibe personas no binarias",
            "No tiene lugar para personas no binarias",
        ),
        is_noted=True,
    ),
    accepts(
        "lgbtq",
        WHO,
        Words(
            "LGBTQ+ people",
            "Do you have a program for LGBTQ+ people?",
            "Has a program for LGBTQ+ people",
            "No program for LGBTQ+ people",
        ),
        Words(
            "Personas LGBTQ+",
            "¿Tienen un programa para personas LGBTQ+?",
            "Tiene un programa para personas LGBTQ+",
            "Sin programa para personas LGBTQ+",
        ),
    ),
    accepts(
        "youth",
        WHO,
        Words(
            "Youth",
            "Do you take a young person without a parent?",
            "Takes youth",
            "Does not take youth",
        ),
        Words(
            "Jóvenes",
            "¿Reciben a una persona joven sin sus padres?",
            "Recibe jóvenes",
            "No recibe jóvenes",
        ),
        is_noted=True,
    ),
    accepts(
        "older_adults",
        WHO,
        Words(
            "Older adults",
            "Do you take an older adult?",
            "Takes older adults",
            "Does not take older adults",
        ),
        Words(
            "Personas mayores",
            "¿Reciben a una persona mayor?",
            "Recibe personas mayores",
            "No recibe personas mayores",
        ),
        is_noted=True,
    ),
    accepts(
        "veterans",
        WHO,
        Words("Veterans", "Do you take veterans?", "Takes veterans", "Does not take veterans"),
        Words("Veteranos", "¿Reciben veteranos?", "Recibe veteranos", "No recibe veteranos"),
    ),
    accepts(
        "active_duty",
        WHO,
        Words(
            "Active-duty military",
            "Do you take someone on active duty, or their family?",
            "Takes active-duty military",
            "Does not take active-duty military",
        ),
        Words(
            "Militares en servicio activo",
            "¿Reciben a militares en servicio activo o a su familia?",
            "Recibe militares en servicio activo",
            "No recibe militares en servicio activo",
        ),
    ),
    accepts(
        "pregnant",
        WHO,
        Words(
            "Pregnant people",
            "Do you take a person who is pregnant?",
            "Takes pregnant people",
            "Does not take pregnant people",
        ),
        Words(
            "Embarazadas",
            "¿Reciben a una persona embarazada?",
            "Recibe personas embarazadas",
            "No recibe personas embarazadas",
        ),
        is_noted=True,
    ),
    accepts(
        "families",
        COMPANY,
        Words(
            "Families with children",
            "Do you have room for a parent with children tonight?",
            "Takes families with children",
            "Does not take families with children",
        ),
        Words(
            "Familias con niños",
            "¿Tienen lugar esta noche para una madre o un padre con niños?",
            "Recibe familias con niños",
            "No recibe familias con niños",
        ),
    ),
    accepts(
        "couples",
        COMPANY,
        Words(
            "Couples",
            "Can a couple stay together tonight?",
            "Couples stay together",
            "Couples can't stay together",
        ),
        Words(
            "Parejas",
            "¿Puede una pareja quedarse junta esta noche?",
            "Las parejas se quedan juntas",
            "Las parejas no pueden quedarse juntas",
        ),
    ),
    accepts(
        "pets",
        COMPANY,
        Words("Pets", "Do you take a person with a dog tonight?", "Takes pets", "No pets"),
        Words(
            "Mascotas",
            "¿Reciben esta noche a una persona con un perro?",
            "Recibe mascotas",
            "Sin mascotas",
        ),
    ),
    accepts(
        "service_animals",
        COMPANY,
        Words(
            "Service animals",
            "Do you take a person with a service animal?",
            "Takes service animals",
            "Does not take service animals",
        ),
        Words(
            "Animales de servicio",
            "¿Reciben a una persona con un animal de servicio?",
            "Recibe animales de servicio",
            "No recibe animales de servicio",
        ),
    ),
    accepts(
        "wheelchair",
        ACCESS,
        Words(
            "Wheelchair",
            "Can a person in a wheelchair get in, and to a bed and a bathroom?",
            "Wheelchair accessible",
            "Not wheelchair accessible",
        ),
        Words(
            "Silla de ruedas",
            "¿Puede una persona en silla de ruedas entrar y llegar a una cama y un baño?",
            "Accesible en silla de ruedas",
            "No accesible en silla de ruedas",
        ),
    ),
    accepts(
        "interpreter",
        ACCESS,
        Words(
            "Interpreter",
            "Can you get an interpreter tonight, by phone or in person?",
            "Has interpreters",
            "No interpreter",
        ),
        Words(
            "Intérprete",
            "¿Pueden conseguir un intérprete esta noche, por teléfono o en persona?",
            "Tiene intérpretes",
            "Sin intérprete",
        ),
    ),
    accepts(
        "asl",
        ACCESS,
        Words(
            "American Sign Language",
            "Is there somebody who signs (ASL), or a video interpreter?",
            "ASL available",
            "No ASL",
        ),
        Words(
            "Lengua de señas americana (ASL)",
            "¿Hay alguien que use lengua de señas (ASL) o un intérprete por video?",
            "Lengua de señas (ASL) disponible",
            "Sin lengua de señas (ASL)",
        ),
    ),
    detail(
        "language",
        ACCESS,
        Words("Languages", "Which languages do you speak?", "Languages", "Languages not spoken"),
        Words("Idiomas", "¿Qué idiomas hablan?", "Idiomas", "Idiomas que no se hablan"),
        kind="list",
    ),
    detail(
        "payment",
        PAYMENT,
        Words("Payment", "How can it be paid for?", "Payment", "Payment not taken"),
        Words("Pago", "¿Cómo se puede pagar?", "Pago", "Pago no aceptado"),
        kind="list",
    ),
)
