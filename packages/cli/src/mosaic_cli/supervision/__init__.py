"""supervisord, made to fit: redacted logs, restarts without end, and a record of what runs."""
