//! A second opinion on what people marked.

use pullquote_nlp::train::network::{Course, Reading, train};

/// Into how many parts the articles are cut.
const PARTS: usize = 4;

/// The readings, each told what two networks say of it that were trained on the
/// other parts only: a mark that the other articles do not bear out counts for
/// less, and what nobody marked but every other article would mark for more
/// (after Furlanello et al. 2018, who train networks on what others say).
pub(crate) fn soften(mut readings: Vec<Reading>, course: Course) -> Vec<Reading> {
    let told: Vec<Vec<Vec<f32>>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..PARTS)
            .map(|part| {
                let readings = &readings;
                scope.spawn(move || tell(readings, part, course))
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    for (i, reading) in readings.iter_mut().enumerate() {
        reading.told = told.get(i % PARTS).and_then(|part| part.get(i / PARTS)).cloned().unwrap_or_default();
    }
    readings
}

/// The probabilities of the tags of every reading of a part.
fn tell(readings: &[Reading], part: usize, course: Course) -> Vec<Vec<f32>> {
    let others = readings.iter().enumerate().filter(|(i, _)| i % PARTS != part);
    let others: Vec<Reading> = others.map(|(_, reading)| reading.clone()).collect();
    let seed = course.seed.wrapping_mul(2 * part as u64 + 3);
    let networks = [seed, seed.wrapping_mul(12345)].map(|seed| train(&others, Course { seed, ..course }));
    let mean = |reading: &Reading| {
        let [first, second] = networks.each_ref().map(|network| network.read_sheet(&reading.sheet));
        first.iter().zip(&second).map(|(a, b)| (a.exp() + b.exp()) / 2.0).collect()
    };
    readings.iter().skip(part).step_by(PARTS).map(mean).collect()
}
