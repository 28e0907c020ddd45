"""The stack as processes of this machine, under supervisord."""
