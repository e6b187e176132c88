"""How pages are served, on your own machine and on a server. WEB_CONCURRENCY says by how many processes (1)."""

threads = 4
# A mistake in the code stops the start, not the first visitor; and processes share the memory of what they import.
preload_app = True
# Nobody here commands a running server through a socket, and two servers of one user would share one.
control_socket_disable = True


def post_worker_init(worker):
    from django.conf import settings  # they have been read by now

    from responses.jobs import worker as jobs
    from responses.letter.drawing import DRAWER

    # What draws letters is loaded in a process beside each of these, so that nobody's first letter waits for it.
    DRAWER.start()
    if settings.WORK_HERE:
        jobs.start()
