"""The engines somebody would pick instead, each as its own manual tells one to use it."""
