"""A Dask cluster and a store of objects: the same bytes as one process on one disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import s3fs
from distributed import Client, LocalCluster
from moto.server import ThreadedMotoServer

from payband.batch.many import cluster as clusters
from payband.batch.many.log import LOG_NAME
from payband.batch.many.run import ManyRequest, run_many
from payband.batch.many.task import Versions, versions_here
from payband.cli import main
from payband.errors import WrongInput
from payband.progress import heard_by
from tests.batch.many_files import folder_of, written_in
from tests.batch.test_batch_posts import review_of, written

FILES, ROWS = 8, 40
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI-hush"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(review_of([]), tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="module")
def given_posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("given") / "posts", FILES, ROWS)


@pytest.fixture(scope="module")
def by_one(review: str, given_posts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-one") / "answers"
    run_many(ManyRequest([str(given_posts)], review, str(folder), workers=1))
    return folder


# --- a cluster -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as local:
        yield local.scheduler_address


def test_a_cluster_writes_the_same_bytes(
    scheduler: str, review: str, given_posts: Path, by_one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "answers"
    command = ["batch", str(given_posts), "--settings", review, "-o", str(output), "--cluster", scheduler]
    assert main([*command, "--by", "region"]) == 1  # some rows are rejected
    told = capsys.readouterr()
    assert "Dashboard: http://127.0.0.1:" in told.err
    assert main(["batch", str(given_posts), "--settings", review, "-o", str(tmp_path / "one"), "--workers", "1",
                 "--by", "region"]) == 1  # fmt: skip
    one = capsys.readouterr().out
    assert told.out.replace(str(output), "") == one.replace(str(tmp_path / "one"), "")
    assert written_in(output) == written_in(tmp_path / "one")
    assert main([*command, "--by", "region", "--resume"]) == 1
    assert f"{FILES} of them by an earlier run" in capsys.readouterr().out


def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(
    scheduler: str, review: str, given_posts: Path, by_one: Path, tmp_path: Path
) -> None:
    with Client(scheduler, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())

    def kill(what: str, done: int, total: int) -> None:
        if done == 1:
            os.kill(workers[0], signal.SIGKILL)

    with heard_by(kill):
        done = run_many(
            ManyRequest([str(given_posts)], review, str(tmp_path / "answers"), cluster=scheduler),
            told=lambda text: None,
        )
    assert len(done.of("done")) == FILES
    assert written_in(tmp_path / "answers") == written_in(by_one)


def test_a_scheduler_that_is_not_there(
    review: str, given_posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clusters, "_SECONDS", 1)
    command = ["batch", str(given_posts), "--settings", review, "-o", str(tmp_path / "answers")]
    assert main([*command, "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "--cluster tcp://127.0.0.1:9: no scheduler answers there" in capsys.readouterr().err
    assert main([*command, "--cluster", "nonsense://x"]) == 2
    assert "no scheduler answers there" in capsys.readouterr().err
    assert not (tmp_path / "answers").exists()


def test_a_worker_of_another_version_is_refused(
    scheduler: str, review: str, given_posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = versions_here()
    monkeypatch.setattr("payband.batch.many.run.versions_here", lambda: here._replace(payband="9.9", python="3.99.1"))
    request = ManyRequest([str(given_posts)], review, str(tmp_path / "answers"), cluster=scheduler)
    with pytest.raises(WrongInput, match=rf"payband {here.payband}, here 9.9, Python {here.python}, here 3.99.1"):
        run_many(request, told=lambda text: None)
    assert not (tmp_path / "answers").exists()


def test_a_worker_that_joins_with_other_figures_answers_nothing(
    review: str, given_posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: Versions = versions_here()
    monkeypatch.setattr("payband.batch.many.run.versions_here", lambda: here._replace(figures="others"))
    done = run_many(ManyRequest([str(given_posts)], review, str(tmp_path / "answers"), workers=1))
    assert {each.status for each in done.pieces} == {"failed"}
    assert "figures with the fingerprint" in done.pieces[0].message


# --- a store of objects --------------------------------------------------------------------------------------------


@pytest.fixture
def bucket(given_posts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A store on this machine that holds the posts, and the client that put them there."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in (
        ("AWS_ENDPOINT_URL", address),
        ("AWS_DEFAULT_REGION", "eu-west-2"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", str(tmp_path / "none")),
        ("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none")),
    ):
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", aws_access_key_id=KEY, aws_secret_access_key=SECRET, endpoint_url=address)
    client.create_bucket(Bucket="pay", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    for path in sorted(given_posts.iterdir()):
        client.upload_file(str(path), "pay", f"posts/{path.name}")
    s3fs.S3FileSystem.clear_instance_cache()
    yield client
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def objects_in(client: Any, folder: str) -> dict[str, bytes]:
    found = client.list_objects_v2(Bucket="pay", Prefix=f"{folder}/")["Contents"]
    return {
        name: client.get_object(Bucket="pay", Key=each["Key"])["Body"].read()
        for each in found
        if (name := each["Key"].removeprefix(f"{folder}/")) != LOG_NAME
    }


def test_a_store_holds_the_same_bytes(
    bucket: Any, review: str, by_one: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["batch", "s3://pay/posts/*.parquet", "--settings", review, "-o", "s3://pay/answers"]
    assert main(command) == 2
    assert capsys.readouterr().err == (
        "payband: s3://pay/answers cannot be reached: Unable to locate credentials. Check the credentials and the "
        "address of the store\n"
    )
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    s3fs.S3FileSystem.clear_instance_cache()
    assert main([*command, "--workers", "2"]) == 1
    assert "Written to s3://pay/answers" in capsys.readouterr().out
    assert objects_in(bucket, "answers") == written_in(by_one)
    log = bucket.get_object(Bucket="pay", Key=f"answers/{LOG_NAME}")["Body"].read().decode()
    assert SECRET not in log
    assert log.count('"kind": "piece"') == FILES
    assert main([*command, "--workers", "1"]) == 2
    assert "is not empty" in capsys.readouterr().err
    bucket.put_object(Bucket="pay", Key="answers/posts-001.parquet", Body=b"changed")
    assert main([*command, "--workers", "1", "--resume"]) == 1
    assert f"{FILES - 1} of them by an earlier run" in capsys.readouterr().out
    assert objects_in(bucket, "answers") == written_in(by_one)
    assert main(["batch", "s3://pay/nothing/*.parquet", *command[2:4], "-o", "s3://pay/more"]) == 2
    assert "nothing that matches s3://pay/nothing/*.parquet is a table of posts" in capsys.readouterr().err


def test_a_store_that_nothing_opens(review: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["batch", "nonsense://pay/posts", "--settings", review, "-o", str(tmp_path / "answers")]
    assert main(command) == 2
    assert "nonsense://pay/posts cannot be opened: Protocol not known: nonsense" in capsys.readouterr().err
