"""What every Mosaic process runs on: settings, logs, tokens, event transport, the HTTP edge."""
