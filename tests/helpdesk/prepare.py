"""Makes the tables, a queue, a person and deskdoc's account with their tokens; prints the tokens and deskdoc's id."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk_settings")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from helpdesk.models import Queue
from rest_framework.authtoken.models import Token

call_command("migrate", verbosity=0)
Queue.objects.get_or_create(slug="support", defaults={"title": "Support"})
users = get_user_model().objects
for name in ("person", "deskdoc"):
    user = users.filter(username=name).first() or users.create_superuser(name, f"{name}@example.com", name)
    token, _ = Token.objects.get_or_create(user=user)
    print(name, user.pk, token.key)
