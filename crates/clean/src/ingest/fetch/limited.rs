//! Reading to the end, within a limit of bytes.

use std::io::{self, Read};

use super::progress::Progress;
use crate::ingest::error::IngestError;

/// Why reading stopped before the end.
pub(super) enum Stopped {
    /// There are more bytes than this.
    Limit(u64),
    /// The system gave an error.
    Failed(io::Error),
}

impl Stopped {
    /// The error for a file or a pipe called `name`.
    pub(super) fn into_error(self, name: &str) -> IngestError {
        let name = name.to_owned();
        match self {
            Stopped::Limit(limit) => IngestError::TooLarge { name, limit },
            Stopped::Failed(source) => IngestError::Unreadable { name, source },
        }
    }
}

/// All bytes of `from`; an error if they are more than `limit`.
pub(super) fn read_limited(mut from: impl Read, limit: u64, progress: &Progress) -> Result<Vec<u8>, Stopped> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(bytes),
            Ok(read) => read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(Stopped::Failed(e)),
        };
        if bytes.len() as u64 + read as u64 > limit {
            return Err(Stopped::Limit(limit));
        }
        bytes.extend_from_slice(buffer.get(..read).unwrap_or_default());
        progress.received(read as u64);
    }
}
