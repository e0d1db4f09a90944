//! The state of the reader and the one function that changes it.
//!
//! [`App::update`] takes a [`Msg`] and returns [`Effect`]s; it reads no file,
//! no clock and no terminal. Whatever it needs from outside comes in a
//! message; whatever it wants done goes out as an effect. `ui::draw` reads
//! [`App`] and changes nothing.
