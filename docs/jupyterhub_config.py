"""A JupyterHub for a class that outgrows one machine, or Binder. See docs/teaching.md."""

import os

c = get_config()  # noqa: F821 (JupyterHub defines it)

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # put a web server with TLS in front before students come
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set(filter(None, os.environ.get("RNNLAB_TEACHERS", "").split(",")))
c.Spawner.default_url = "/lab"

if image := os.environ.get("RNNLAB_IMAGE"):  # made by repo2docker, as Binder does
    c.JupyterHub.hub_ip = "0.0.0.0"
    c.JupyterHub.spawner_class = "docker"  # from the package dockerspawner
    c.DockerSpawner.image = image
    c.DockerSpawner.volumes = {"rnnlab-{username}": "/home/jovyan/work"}
    c.DockerSpawner.mem_limit = "2G"
    c.DockerSpawner.cpu_limit = 1
    c.DockerSpawner.remove = True
else:  # a trial on one machine: everybody is this user, and the password protects nothing
    c.JupyterHub.authenticator_class = "dummy"
    c.JupyterHub.spawner_class = "simple"
