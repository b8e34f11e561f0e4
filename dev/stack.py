"""The whole stack as one object: `with start(settings) as stack: ...` for the tests, the benchmarks and `make run`."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import Self

from dev import (
    demo_page,
    functions,
    hold,
    knowledge,
    migrate,
    n8n,
    ports,
    postgres,
    postgrest,
    publication,
    supabase_gateway,
    workflows,
)
from dev.part import end_recorded
from dev.settings import Settings
from dev.supervisor import Supervisor

DATABASE = ("postgres", "postgrest", "gateway")
ALL = (*DATABASE, "functions", "n8n", "demo")
NOTHING: Mapping[str, str] = {}


class Stack:
    """Running parts, their addresses, and the handles that fault tests need."""

    def __init__(self, settings: Settings, functions_env: Mapping[str, str], n8n_env: Mapping[str, str]) -> None:
        self.settings = settings
        self.functions_env = functions_env
        self.n8n_env = n8n_env
        self.records = settings.data_dir / "run"
        self.logs = settings.data_dir / "logs"
        self.supervisor = Supervisor(self.logs, self.records)
        self.undo = ExitStack()

    @property
    def webhook_url(self) -> str:
        return self.settings.webhook_url

    @property
    def stream_url(self) -> str:
        return f"{self.settings.webhook_url}/stream"

    @property
    def functions_url(self) -> str:
        return self.settings.functions_url

    @property
    def supabase_url(self) -> str:
        return self.settings.api_url

    @property
    def n8n_url(self) -> str:
        return self.settings.n8n_url

    @property
    def demo_url(self) -> str:
        return self.settings.demo_url

    @property
    def postgres_url(self) -> str:
        return self.settings.postgres_url

    def kill(self, name: str) -> None:
        """Ends a part like `kill -9`; it stays down until `start_part`."""
        self.supervisor.kill(name)

    def start_part(self, name: str) -> None:
        """Starts a killed part and waits until it is ready."""
        self.supervisor.start_again(name)

    def stop(self) -> None:
        """Ends everything that was started."""
        self.undo.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def open(self, only: Collection[str]) -> None:
        """Locks the data folder, ends what a crashed run left, and starts the parts."""
        for folder in (self.settings.data_dir, self.records, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ExitStack() as undo:
            undo.enter_context(hold.held(self.records, "stack"))
            if left := end_recorded(self.records):
                print(f"  ended what an earlier run left: {', '.join(left)}", flush=True)
            ports.check(ports.roles(self.settings, only))
            self.rotate_logs()
            undo.callback(self.supervisor.stop)
            self.start_parts(only, undo)
            self.supervisor.watcher.start()
            self.undo = undo.pop_all()

    def rotate_logs(self) -> None:
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".previous"))

    def start_parts(self, only: Collection[str], undo: ExitStack) -> None:
        """The database and n8n do not need each other to start: they start together."""
        chains: list[Callable[[Collection[str]], None]] = [self.start_database_and_functions, self.start_n8n]
        with ThreadPoolExecutor(len(chains)) as threads:
            undo.callback(threads.shutdown)
            futures: list[Future[None]] = [threads.submit(chain, only) for chain in chains]
            try:
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            except BaseException:
                self.supervisor.stop()
                # an import into n8n is no part, and would be waited for
                while wait(futures, timeout=0.5).not_done:
                    end_recorded(self.records)
                raise

    def start_database_and_functions(self, only: Collection[str]) -> None:
        settings = self.settings
        if settings.database == "embedded" and "postgres" in only:
            postgres.create(settings)
            self.supervisor.start(postgres.part(settings))
            postgres.set_up_roles(settings)
            if applied := migrate.migrate(settings):
                print(f"  {applied} migration(s) applied", flush=True)
        if settings.database == "embedded" and "gateway" in only:
            self.supervisor.start(postgrest.part(settings))
            self.supervisor.start(supabase_gateway.part(settings))
        if "functions" in only:
            self.supervisor.start(functions.part(settings, self.functions_env))
            knowledge.load(settings)

    def start_n8n(self, only: Collection[str]) -> None:
        if "demo" in only:
            self.supervisor.start(demo_page.part(self.settings))
        if "n8n" in only:
            workflows.bring_in(self.settings)
            self.supervisor.start(n8n.part(self.settings, self.n8n_env))
            for line in publication.refused(self.settings):
                print(f"  {line}", flush=True)


def start(
    settings: Settings,
    *,
    functions_env: Mapping[str, str] = NOTHING,
    n8n_env: Mapping[str, str] = NOTHING,
    only: Collection[str] = ALL,
) -> Stack:
    """Starts the stack, or some of its parts, and returns when all of it is ready."""
    stack = Stack(settings, functions_env, n8n_env)
    stack.open(only)
    return stack
