//! Runs clients of tokio, whichever they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use tokio::runtime::{Builder, Runtime};

/// Which runtime.
#[derive(Clone, Copy)]
pub(super) enum Flavor {
    CurrentThread,
    MultiThread,
}

impl Flavor {
    pub(super) fn runtime(self) -> Result<Runtime> {
        let mut builder = match self {
            Self::CurrentThread => Builder::new_current_thread(),
            Self::MultiThread => {
                let mut builder = Builder::new_multi_thread();
                builder.worker_threads(2);
                builder
            }
        };
        Ok(builder.enable_all().build()?)
    }
}

/// Some round trips, which `tasks` tasks share among them.
pub(super) fn run<T, F>(runtime: &Runtime, tasks: usize, trips: usize, trip: T) -> Result<()>
where
    T: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send,
{
    let left = Arc::new(AtomicUsize::new(trips));
    runtime.block_on(async {
        let tasks: Vec<_> = (0..tasks)
            .map(|_| {
                let (trip, left) = (trip.clone(), Arc::clone(&left));
                tokio::spawn(async move {
                    let less = |left: usize| left.checked_sub(1);
                    while left
                        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                        .is_ok()
                    {
                        trip().await?;
                    }
                    anyhow::Ok(())
                })
            })
            .collect();
        for task in tasks {
            task.await??;
        }
        Ok(())
    })
}
