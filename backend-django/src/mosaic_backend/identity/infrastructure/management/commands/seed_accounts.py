"""`python -m mosaic_backend seed_accounts`: creates the accounts of `accounts.json` that are missing."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from mosaic_backend.audit import facade as audit
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import User
from mosaic_contracts.permissions import Role


class Command(BaseCommand):
    help = "Creates the first accounts; changes nothing that exists."
    requires_system_checks = []

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        accounts = json.loads(environment().secret("accounts.json"))
        for role, account in accounts.items():
            if User.objects.filter(username=account["username"]).exists():
                continue
            user = User.objects.create_user(
                account["username"],
                account["password"],
                role=Role(role).value,
                all_cameras=True,
            )
            audit.record("system", "user.created", f"user:{user.id}", {"role": role})
            self.stdout.write(f"created {role} {user.username}")
