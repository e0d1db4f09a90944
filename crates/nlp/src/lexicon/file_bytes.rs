//! The bytes of a model file, shared by everything that reads it.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A model file or a part of one. The bytes are embedded in the program, or
/// were read at run time and are shared: a clone copies none of them.
#[derive(Clone)]
pub(crate) struct FileBytes(Source);

#[derive(Clone)]
enum Source {
    Embedded(&'static [u8]),
    Shared { file: Arc<[u8]>, range: Range<usize> },
}

impl FileBytes {
    /// The bytes in `range`, which counts from the beginning of this part;
    /// `None` if the part is shorter.
    pub(crate) fn part(&self, range: Range<usize>) -> Option<Self> {
        match &self.0 {
            Source::Embedded(bytes) => bytes.get(range).map(|bytes| Self(Source::Embedded(bytes))),
            Source::Shared { file, range: whole } => {
                let (start, end) = (whole.start.checked_add(range.start)?, whole.start.checked_add(range.end)?);
                (start <= end && end <= whole.end)
                    .then(|| Self(Source::Shared { file: Arc::clone(file), range: start..end }))
            }
        }
    }

    /// The first `length` bytes and the rest; `None` if there are fewer.
    pub(crate) fn split(&self, length: usize) -> Option<(Self, Self)> {
        Some((self.part(0..length)?, self.part(length..self.len())?))
    }
}

impl Deref for FileBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Source::Embedded(bytes) => bytes,
            Source::Shared { file, range } => file.get(range.clone()).unwrap_or(&[]),
        }
    }
}

impl Default for FileBytes {
    fn default() -> Self {
        Self(Source::Embedded(&[]))
    }
}

impl fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileBytes({} bytes)", self.len())
    }
}

impl From<&'static [u8]> for FileBytes {
    fn from(bytes: &'static [u8]) -> Self {
        Self(Source::Embedded(bytes))
    }
}

impl From<Vec<u8>> for FileBytes {
    fn from(bytes: Vec<u8>) -> Self {
        let range = 0..bytes.len();
        Self(Source::Shared { file: bytes.into(), range })
    }
}

impl From<Cow<'static, [u8]>> for FileBytes {
    fn from(bytes: Cow<'static, [u8]>) -> Self {
        match bytes {
            Cow::Borrowed(bytes) => bytes.into(),
            Cow::Owned(bytes) => bytes.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_parts_are_the_same_for_embedded_and_for_shared_bytes() {
        const WHOLE: &[u8] = &[0, 1, 2, 3, 4, 5];
        for bytes in [FileBytes::from(WHOLE), FileBytes::from(WHOLE.to_vec())] {
            let part = bytes.part(1..5).expect("four bytes");
            assert_eq!(&*part, [1, 2, 3, 4]);
            let (first, rest) = part.split(3).expect("three bytes");
            assert_eq!((&*first, &*rest), (&[1, 2, 3][..], &[4][..]));
            assert!(part.part(2..5).is_none() && rest.split(2).is_none());
            assert!(part.part(1..usize::MAX).is_none());
        }
    }
}
