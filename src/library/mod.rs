//! The files of one person: the notes folder, the notes file of each article,
//! the pages that were fetched, the earlier versions of articles, the files
//! that were exported, the notes being written, and the tags in use. It also has the bundled samples
//! and applies a person's corrections to an analysis.

pub mod analysis_with_corrections;
pub mod drafts;
pub mod exported;
pub mod locate;
pub mod moment;
pub mod notes_index;
pub mod pages;
pub mod places;
pub mod samples;
pub mod snapshots;
pub mod tags;

pub use drafts::{Draft, Drafts, drafts_folder};
pub use locate::{notes_file, notes_files};
pub use notes_index::NotesIndex;
pub use pages::{KeptPage, Pages};
pub use places::{LibraryError, Places, notes_folder};
pub use samples::{SAMPLES, Sample};
pub use snapshots::Snapshots;
pub use tags::tags_in_use;
