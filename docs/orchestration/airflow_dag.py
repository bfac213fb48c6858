"""Each day of each report as a task of Airflow, which retries it and fills in earlier days."""

import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowFailException

QUERIES = "/srv/queries"
OUTPUT = "/srv/reports"
REPORTS = ["toggles", "dialog_opens"]


@dag(
    dag_id="addendum_reports",
    schedule="0 5 * * *",
    start_date=datetime(2026, 1, 16),
    catchup=True,
    # One run at a time works in a directory of queries.
    max_active_tasks=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=30)},
)
def addendum_reports():
    @task
    def report(name, data_interval_start=None, data_interval_end=None):
        command = ["addendum", "report", QUERIES, "--out", OUTPUT, "--only", name, "--format", "json"]
        command += ["--start", data_interval_start.strftime("%Y-%m-%d")]
        command += ["--end", data_interval_end.strftime("%Y-%m-%d"), "--publish"]
        run = subprocess.run(command, capture_output=True, text=True)
        print(run.stdout, run.stderr)
        if run.returncode == 2:
            # Trying again does not help.
            raise AirflowFailException(run.stderr)
        run.check_returncode()

    report.expand(name=REPORTS)


addendum_reports()
