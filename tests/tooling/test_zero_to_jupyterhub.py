"""The values for Zero to JupyterHub: its spawner, KubeSpawner, takes them and asks Kubernetes for what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

VALUES = yaml.safe_load((Path(__file__).parents[2] / "docs" / "zero_to_jupyterhub.yaml").read_text(encoding="utf-8"))
# How the chart calls its settings, and how KubeSpawner does (the chart's files/hub/jupyterhub_config.py).
TRAITS = {"defaultUrl": "default_url", "memory.guarantee": "mem_guarantee", "memory.limit": "mem_limit",
          "cpu.guarantee": "cpu_guarantee", "cpu.limit": "cpu_limit", "storage.capacity": "storage_capacity"}
NO_CLUSTER = {"current-context": "none", "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
              "clusters": [{"name": "none", "cluster": {"server": "http://127.0.0.1:1"}}],
              "users": [{"name": "none", "user": {}}]}  # nothing is asked of it
PROGRAM = """
import asyncio, json, sys
from kubespawner import KubeSpawner
from traitlets.config import Config
settings = json.load(sys.stdin)
assert set(settings) <= set(KubeSpawner.class_traits()), sorted(settings)

async def manifest():
    spawner = KubeSpawner(_mock=True, config=Config({"KubeSpawner": settings}))
    return spawner, await spawner.get_pod_manifest()

spawner, pod = asyncio.run(manifest())
container = pod.spec.containers[0]
print(json.dumps({"image": container.image, "limits": container.resources.limits,
                  "requests": container.resources.requests, "url": spawner.default_url,
                  "storage": spawner.get_pvc_manifest().spec.resources.requests}))
"""


def spawner_settings(values):
    """The settings of ``singleuser`` under KubeSpawner's names; an unknown one is an error."""
    flat = {}
    for name, value in values["singleuser"].items():
        flat |= {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
    image = f"{flat.pop('image.name')}:{flat.pop('image.tag')}"
    flat.pop("storage.homeMountPath")  # the chart's own: it becomes a mount of the volume
    return {TRAITS[name]: value for name, value in flat.items()} | {"image": image}


def test_a_student_has_two_gigabytes_and_an_idle_server_is_ended():
    assert VALUES["singleuser"]["memory"]["limit"] == "2G"
    assert VALUES["cull"]["enabled"] is True and VALUES["cull"]["timeout"] <= 3600


@pytest.mark.slow
def test_kubespawner_takes_the_settings(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    python = tmp_path / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "jupyterhub-kubespawner"], check=True)
    (tmp_path / "cluster.yaml").write_text(json.dumps(NO_CLUSTER))
    environment = os.environ | {"KUBECONFIG": str(tmp_path / "cluster.yaml")}
    settings = spawner_settings(VALUES)

    def asked(**others):
        return subprocess.run([python, "-c", PROGRAM], input=json.dumps(settings | others), env=environment,
                              capture_output=True, text=True)

    done = asked()
    assert done.returncode == 0, done.stderr
    pod = json.loads(done.stdout)
    assert pod["image"] == settings["image"] and pod["url"] == "/lab"
    assert int(pod["limits"]["memory"]) == 2 * 1024**3 and float(pod["limits"]["cpu"]) == 1
    assert int(pod["requests"]["memory"]) == 1024**3 and float(pod["requests"]["cpu"]) == 0.2
    assert pod["storage"] == {"storage": "1Gi"}
    assert asked(mem_limit="two").returncode and asked(memory_limit="2G").returncode
