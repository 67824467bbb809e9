"""Two imports at once would undo each other: the second is refused, in words."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from catalogue.importing.lock import only_run
from catalogue.importing.runs import run_import
from catalogue.models import ImportRun
from contactcenter.errors import ActionRefused

from .test_importing import a_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    """Another process' import: a thread with its own connection, which ends when the test says so."""
    begun, may_end = threading.Event(), threading.Event()

    def hold():
        with only_run():
            begun.set()
            may_end.wait(10)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(10)

    def end():
        may_end.set()
        thread.join(10)

    yield end
    end()


def test_a_second_run_is_refused_until_the_first_has_ended(running, tmp_path):
    with pytest.raises(ActionRefused) as refusal:
        run_import(a_folder(tmp_path), is_applied=True)
    assert str(refusal.value.text)
    assert not ImportRun.objects.exists()
    running()
    assert run_import(a_folder(tmp_path), is_applied=True).run.is_applied


def test_the_command_says_so(running, tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import_ptv", folder=a_folder(tmp_path), apply=True)
    assert error.value.returncode == 1


def test_a_run_that_failed_leaves_no_lock(tmp_path, monkeypatch):
    def fail(*args):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("catalogue.importing.runs.read_folder", fail)
        with pytest.raises(MemoryError):
            run_import(a_folder(tmp_path), is_applied=True)
    assert run_import(a_folder(tmp_path), is_applied=True).run.is_applied
