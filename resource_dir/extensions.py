"""Flask extensions, created unbound; `app.create_app` binds them. The rate limiter is made for each
application in `web/limits.py`, because it keeps its limits for good.
"""

from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from resource_dir.models import Base

db = SQLAlchemy(model_class=Base)
csrf = CSRFProtect()
compress = Compress()
