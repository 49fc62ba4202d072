//! Jobs: backups, mirrors, commits, streams, image creation and the like.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Progress, Wait, unsuccessful, view};
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};
use crate::protocol::Request;
use crate::shell::{NoArguments, encode};

/// A job to conclude; from [`job_concluded`].
#[derive(Clone, Debug)]
pub struct JobConcluded(Job);

/// A job to become ready; from [`job_ready`].
#[derive(Clone, Debug)]
pub struct JobReady(Job);

/// Waits until a job has done its work. A job that does not dismiss itself
/// (`auto-dismiss`, and `blockdev-create`) is left for `job-dismiss`.
///
/// It ends with [`Error::Unsuccessful`] and the job's error if the job failed or
/// was cancelled, or if there is no such job. A job that waits for
/// `job-finalize` or `job-complete` is waited for.
pub fn job_concluded(id: impl Into<String>) -> JobConcluded {
    JobConcluded(Job::new(id.into()))
}

/// Waits until a job is ready to be completed (`job-complete`): a mirror that
/// has caught up, or the commit of an active layer.
///
/// It ends with [`Error::Unsuccessful`] and the job's error if the job concludes
/// before that, or if there is no such job.
pub fn job_ready(id: impl Into<String>) -> JobReady {
    JobReady(Job::new(id.into()))
}

/// What is known of a job.
#[derive(Clone, Debug)]
struct Job {
    id: String,
    /// What an event has said is wrong.
    error: Option<String>,
    /// Whether an event has said that something is.
    aborted: bool,
    /// Whether it is asked for the first time.
    looking: bool,
}

/// Where a job stands.
enum Stage {
    Working,
    Ready,
    /// It has concluded, well or not: QEMU must be asked.
    Ask(Request),
    Concluded,
}

/// `JOB_STATUS_CHANGE`, and a row of `query-jobs` (`JobInfo` in `qapi/job.json`).
#[derive(Deserialize)]
struct JobInfo {
    id: String,
    status: String,
    error: Option<String>,
}

/// `BLOCK_JOB_COMPLETED` and `BLOCK_JOB_CANCELLED` (`qapi/block-core.json`).
#[derive(Deserialize)]
struct BlockJob {
    device: String,
    error: Option<String>,
}

impl Job {
    fn new(id: String) -> Self {
        Self {
            id,
            error: None,
            aborted: false,
            looking: false,
        }
    }

    fn filter() -> EventFilter {
        EventFilter::named([
            "JOB_STATUS_CHANGE",
            "BLOCK_JOB_COMPLETED",
            "BLOCK_JOB_CANCELLED",
        ])
    }

    fn look<T>(&mut self) -> Result<Progress<T>, Error> {
        self.looking = true;
        Ok(Progress::Ask(encode("query-jobs", &NoArguments {})?))
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Stage, Error> {
        if event.name() != "JOB_STATUS_CHANGE" {
            let job: BlockJob = event.data()?;
            if job.device == self.id {
                self.error = match event.name() {
                    "BLOCK_JOB_CANCELLED" => Some("it was cancelled".to_owned()),
                    _ => job.error,
                };
            }
            return Ok(Stage::Working);
        }
        let job: JobInfo = event.data()?;
        if job.id != self.id {
            return Ok(Stage::Working);
        }
        Ok(match &*job.status {
            "ready" => Stage::Ready,
            "aborting" => {
                self.aborted = true;
                Stage::Working
            }
            "concluded" => Stage::Ask(encode("query-jobs", &NoArguments {})?),
            "null" => self.concluded(None)?,
            _ => Stage::Working,
        })
    }

    fn on_reply(&mut self, command: &str, reply: &RawValue) -> Result<Stage, Error> {
        let jobs: Vec<JobInfo> = view(command, reply)?;
        let job = jobs.into_iter().find(|job| job.id == self.id);
        let looking = std::mem::take(&mut self.looking);
        match job {
            Some(job) if job.status == "concluded" => match job.error {
                None => Ok(Stage::Concluded),
                error => self.concluded(error),
            },
            Some(job) if matches!(&*job.status, "ready" | "standby") => Ok(Stage::Ready),
            Some(_) => Ok(Stage::Working),
            None if looking => unsuccessful(self.to_string(), "there is no such job"),
            // It has dismissed itself.
            None => self.concluded(None),
        }
    }

    /// The job has concluded with this error, or as events have said.
    fn concluded(&mut self, error: Option<String>) -> Result<Stage, Error> {
        match error.or_else(|| self.error.take()) {
            None if self.aborted => unsuccessful(self.to_string(), "it was aborted"),
            None => Ok(Stage::Concluded),
            Some(error) => unsuccessful(self.to_string(), error),
        }
    }
}

impl std::fmt::Display for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "job `{}`", self.id)
    }
}

impl JobConcluded {
    fn progress(stage: Stage) -> Progress<()> {
        match stage {
            Stage::Working | Stage::Ready => Progress::Waiting,
            Stage::Ask(request) => Progress::Ask(request),
            Stage::Concluded => Progress::Done(()),
        }
    }
}

impl Wait for JobConcluded {
    type Outcome = ();

    fn filter(&self) -> EventFilter {
        Job::filter()
    }
    fn look(&mut self) -> Result<Progress<()>, Error> {
        self.0.look()
    }
    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<()>, Error> {
        Ok(Self::progress(self.0.on_event(event)?))
    }
    fn on_reply(&mut self, command: &str, reply: Box<RawValue>) -> Result<Progress<()>, Error> {
        Ok(Self::progress(self.0.on_reply(command, &reply)?))
    }
}

impl JobReady {
    fn progress(&self, stage: Stage) -> Result<Progress<()>, Error> {
        match stage {
            Stage::Working => Ok(Progress::Waiting),
            Stage::Ask(request) => Ok(Progress::Ask(request)),
            Stage::Ready => Ok(Progress::Done(())),
            Stage::Concluded => {
                unsuccessful(self.0.to_string(), "it concluded without being ready")
            }
        }
    }
}

impl Wait for JobReady {
    type Outcome = ();

    fn filter(&self) -> EventFilter {
        Job::filter()
    }
    fn look(&mut self) -> Result<Progress<()>, Error> {
        self.0.look()
    }
    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<()>, Error> {
        let stage = self.0.on_event(event)?;
        self.progress(stage)
    }
    fn on_reply(&mut self, command: &str, reply: Box<RawValue>) -> Result<Progress<()>, Error> {
        let stage = self.0.on_reply(command, &reply)?;
        self.progress(stage)
    }
}
