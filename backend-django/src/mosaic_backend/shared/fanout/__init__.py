"""From committed events to open sockets: Redis stream → one reader a process → a bounded queue a socket.

Redis holds only the last ten thousand or so; what matters is in PostgreSQL. Losing Redis delays screens: a
client that missed something is told so (`gap`) and asks the REST interface again.
"""
