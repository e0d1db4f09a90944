//! The library on the screen: the lists at the left, the articles, and the beginning of the selected
//! one.

mod draw;
mod finder;
mod run;
mod work;

pub use draw::draw;
pub use run::{LibraryEnd, LibrarySession, library};
pub use work::{Add, Open, SyncFeeds};
