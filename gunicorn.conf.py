"""How pages are served, on your own machine and on a server. WEB_CONCURRENCY says by how many processes (1)."""

threads = 4
# A mistake in the code stops the start, not the first visitor; and processes share the memory of what they import.
preload_app = True
# Nobody here commands a running server through a socket, and two servers of one user would share one.
control_socket_disable = True
