//! Training of the network by steps along the gradient of the tags'
//! probability, each number with a step of its own (Adam: Kingma and Ba 2015,
//! with the decay of weights apart from it: Loshchilov and Hutter 2019).

use ndarray::{Array2, Zip};

use crate::names::network::batch::Sheet;
use crate::names::network::layer::{Activations, convolve_back, log_probabilities};
use crate::names::network::{
    AHEAD, FAR, Layers, MIDDLE, NEAR, Network, PARTS, ROW, SCORES, SHAPES, SHARED, START, WIDTH, forward, still,
};
use crate::names::tags::TAGS;
use crate::train::lessons::{draw, shuffle};

/// How to train a network.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// Rows of the table.
    pub rows: usize,
    /// Times that every article is read.
    pub passes: usize,
    /// Articles a step.
    pub batch: usize,
    /// How far a step goes at most; towards the end steps grow shorter.
    pub rate: f32,
    /// Steps until they are that long.
    pub warm: usize,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// The share of features, and of the numbers between layers, that a step
    /// goes without (Hinton et al. 2012).
    pub dropped: f64,
    /// Where the draws begin.
    pub seed: u64,
}

/// An article to learn from: how it is laid out, and the tag of each piece.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The pieces.
    pub sheet: Sheet,
    /// Their tags.
    pub tags: Vec<u8>,
    /// What others say of the tags: for each piece the probability of each; or
    /// nothing.
    pub told: Vec<f32>,
}

/// The longest gradient that a step takes whole.
const LONGEST: f32 = 5.0;
/// The loss of a piece is divided by this, the length of an article.
const ARTICLE: f32 = 500.0;
/// What others say of a tag weighs so much beside the tag itself.
const TRUST: f32 = 0.65;
const MOMENTUM: f32 = 0.9;
const MEMORY: f32 = 0.999;

/// Trains on `readings`, in an order that only depends on how many there are.
#[must_use]
pub fn train(readings: &[Reading], course: Course) -> Network<Array2<f32>> {
    let mut seed = course.seed;
    let mut network = Network { table: Array2::zeros((course.rows, ROW)), layers: still() };
    network.table.mapv_inplace(|_| 0.05 * normal(&mut seed));
    begin(&mut network.layers, &mut seed);
    let mut learner = Learner::new(course, &network);
    let mut order: Vec<usize> = (0..readings.len()).collect();
    for pass in 0..course.passes {
        shuffle(&mut order, &mut seed);
        let mut loss = 0.0;
        for batch in order.chunks(course.batch) {
            for reading in batch.iter().filter_map(|&nth| readings.get(nth)) {
                loss += learner.read(&network, reading, &mut seed);
            }
            let all = course.passes * readings.len().div_ceil(course.batch.max(1));
            learner.step(&mut network, all);
        }
        eprintln!("network, pass {}: loss {:.1}", pass + 1, loss);
    }
    network
}

/// A number between 0 and 1.
fn chance(seed: &mut u64) -> f64 {
    draw(seed);
    (*seed >> 11) as f64 / (1u64 << 53) as f64
}

/// A number of the normal distribution (Box and Muller 1958).
fn normal(seed: &mut u64) -> f32 {
    let (u, v) = (chance(seed).max(1e-12), chance(seed));
    ((-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
}

/// Matrices begin as He et al. 2015 say; what is added begins at zero.
fn begin(layers: &mut Layers, seed: &mut u64) {
    for (part, (height, _)) in layers.iter_mut().zip(SHAPES).filter(|(_, (height, _))| *height > 1) {
        let feeds = if height == ROW { 3 * ROW } else { 3 * WIDTH };
        let spread = (1.0 / feeds as f32).sqrt();
        part.mapv_inplace(|_| spread * normal(seed));
    }
}

struct Learner {
    course: Course,
    steps: usize,
    /// What a batch asks of the table and of the layers.
    table: Array2<f32>,
    layers: Layers,
    /// Means of the gradients and of their squares.
    table_means: [Array2<f32>; 2],
    layer_means: [Layers; 2],
}

impl Learner {
    fn new(course: Course, network: &Network<Array2<f32>>) -> Self {
        let table = || Array2::zeros(network.table.raw_dim());
        Self {
            course,
            steps: 0,
            table: table(),
            layers: still(),
            table_means: [table(), table()],
            layer_means: [still(), still()],
        }
    }

    /// Adds the gradient of one article; returns its loss.
    fn read(&mut self, network: &Network<Array2<f32>>, reading: &Reading, seed: &mut u64) -> f32 {
        let kept = (1.0 / (1.0 - self.course.dropped)) as f32;
        let sheet = self.thinned(&reading.sheet, seed);
        let start = scaled_start(&sheet, network, kept);
        let dropped = self.course.dropped;
        let read = forward(&network.layers, &sheet, start, &mut |x| {
            x.mapv_inplace(|x| if x > 0.0 && chance(seed) < dropped { 0.0 } else { x * kept });
        });
        let (loss, scores) = loss(&read, &sheet, reading);
        let start = self.back(network, &sheet, &read, scores, kept);
        self.back_to_table(&sheet, &start, kept);
        loss
    }

    /// The sheet without the features that are dropped this time.
    fn thinned(&self, sheet: &Sheet, seed: &mut u64) -> Sheet {
        let mut sheet = sheet.clone();
        for rows in sheet.forms.iter_mut().chain(&mut sheet.spots) {
            rows.retain(|_| chance(seed) >= self.course.dropped);
        }
        sheet
    }

    /// The layers in reverse; returns what is asked of the sums of rows.
    fn back(
        &mut self,
        network: &Network<Array2<f32>>,
        sheet: &Sheet,
        read: &Activations,
        scores: Array2<f32>,
        kept: f32,
    ) -> Array2<f32> {
        let (layers, changes) = (&network.layers, &mut self.layers);
        changes[SCORES] += &read.last.t().dot(&scores);
        changes[SCORES + 1] += &scores.sum_axis(ndarray::Axis(0)).insert_axis(ndarray::Axis(0));
        let last = scores.dot(&layers[SCORES].t());
        let mut far = last.clone();
        pass_back(&mut far, &read.far, kept);
        let mut middle = last + convolve_back(&read.middle, &far, &layers[FAR..FAR + 3], &mut changes[FAR..FAR + 4]);
        pass_back(&mut middle, &read.middle, kept);
        let mut near =
            convolve_back(&read.near, &middle, &layers[MIDDLE..MIDDLE + 3], &mut changes[MIDDLE..MIDDLE + 4]);
        let mut means = Array2::zeros(read.means.raw_dim());
        for (nth, ahead) in AHEAD.into_iter().enumerate() {
            let asked = sheet.gathered(&middle, ahead);
            changes[SHARED + nth] += &read.means.t().dot(&asked);
            means += &asked.dot(&layers[SHARED + nth].t());
        }
        sheet.divide(&mut means);
        sheet.scatter(&means, 0, &mut near);
        pass_back(&mut near, &read.near, kept);
        let mut start = convolve_back(&read.start, &near, &layers[NEAR..NEAR + 3], &mut changes[NEAR..NEAR + 4]);
        pass_back(&mut start, &read.start, kept);
        start
    }

    fn back_to_table(&mut self, sheet: &Sheet, start: &Array2<f32>, kept: f32) {
        self.layers[START] += &start.sum_axis(ndarray::Axis(0)).insert_axis(ndarray::Axis(0));
        let mut forms = Array2::<f32>::zeros((sheet.forms.len(), ROW));
        for ((&form, spot), &at) in sheet.form_of.iter().zip(&sheet.spots).zip(&sheet.places) {
            let asked = start.row(at);
            let mut row = forms.row_mut(form as usize);
            row += &asked;
            for &feature in spot {
                self.table.row_mut(feature as usize).scaled_add(kept, &asked);
            }
        }
        for (rows, asked) in sheet.forms.iter().zip(forms.rows()) {
            for &feature in rows {
                self.table.row_mut(feature as usize).scaled_add(kept, &asked);
            }
        }
    }

    /// Takes a step; `all` is how many there will be.
    fn step(&mut self, network: &mut Network<Array2<f32>>, all: usize) {
        self.steps += 1;
        let squares = |part: &Array2<f32>| part.iter().map(|x| x * x).sum::<f32>();
        let length = (squares(&self.table) + self.layers.iter().map(squares).sum::<f32>()).sqrt();
        let done = (self.steps - 1) as f32 / (1.02 * all as f32);
        let warm = (self.steps as f32 / self.course.warm.max(1) as f32).min(1.0);
        let stride = Stride {
            shorten: if length > LONGEST { LONGEST / length } else { 1.0 },
            rate: self.course.rate * warm * (1.0 - done).max(0.0),
            decay: self.course.decay,
            first: 1.0 - MOMENTUM.powi(self.steps as i32),
            second: 1.0 - MEMORY.powi(self.steps as i32),
        };
        let [first, second] = &mut self.table_means;
        stride.take(&mut network.table, &mut self.table, first, second);
        let [first, second] = &mut self.layer_means;
        for (((part, change), first), second) in network.layers.iter_mut().zip(&mut self.layers).zip(first).zip(second)
        {
            stride.take(part, change, first, second);
        }
    }
}

/// The sums of rows, those that were kept grown by as much as others fell out.
fn scaled_start(sheet: &Sheet, network: &Network<Array2<f32>>, kept: f32) -> Array2<f32> {
    let grown = GrownRows { table: &network.table, kept };
    sheet.start(&grown, &network.layers[START])
}

struct GrownRows<'t> {
    table: &'t Array2<f32>,
    kept: f32,
}

impl crate::names::network::table::Rows for GrownRows<'_> {
    fn count(&self) -> usize {
        self.table.count()
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        sum.iter_mut().zip(self.table.row(row as usize)).for_each(|(s, x)| *s += self.kept * x);
    }
}

/// The loss of an article, and what it asks of the scores.
fn loss(read: &Activations, sheet: &Sheet, reading: &Reading) -> (f32, Array2<f32>) {
    let mut asked = Array2::zeros(read.scores.raw_dim());
    let mut loss = 0.0;
    for (i, (&at, &tag)) in sheet.places.iter().zip(&reading.tags).enumerate() {
        let told = reading.told.get(i * TAGS..(i + 1) * TAGS);
        let logs = log_probabilities(read.scores.row(at));
        for (nth, (slot, log)) in asked.row_mut(at).iter_mut().zip(logs).enumerate() {
            let marked = f32::from(u8::from(nth == usize::from(tag)));
            let right =
                told.map_or(marked, |told| (1.0 - TRUST) * marked + TRUST * told.get(nth).copied().unwrap_or(0.0));
            *slot = (log.exp() - right) / ARTICLE;
            loss -= right * log;
        }
    }
    (loss / ARTICLE, asked)
}

/// What is asked of a layer before numbers below 0 and dropped ones were cut
/// off: nothing where the layer holds 0.
fn pass_back(asked: &mut Array2<f32>, layer: &Array2<f32>, kept: f32) {
    Zip::from(asked).and(layer).for_each(|asked, &x| *asked = if x > 0.0 { kept * *asked } else { 0.0 });
}

struct Stride {
    shorten: f32,
    rate: f32,
    decay: f32,
    first: f32,
    second: f32,
}

impl Stride {
    /// Moves one part, and forgets what was asked of it.
    fn take(&self, part: &mut Array2<f32>, asked: &mut Array2<f32>, first: &mut Array2<f32>, second: &mut Array2<f32>) {
        Zip::from(part).and(asked).and(first).and(second).for_each(|x, asked, m, v| {
            let g = *asked * self.shorten;
            *asked = 0.0;
            *m = MOMENTUM * *m + (1.0 - MOMENTUM) * g;
            *v = MEMORY * *v + (1.0 - MEMORY) * g * g;
            *x -= self.rate * (self.decay * *x + (*m / self.first) / ((*v / self.second).sqrt() + 1e-8));
        });
    }
}

const _: () = assert!(SCORES + 2 == PARTS);

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sentences, the second of one piece; pieces 0 and 3 are one word.
    fn reading() -> Reading {
        let sheet = Sheet {
            forms: vec![vec![0, 1], vec![2], vec![3, 4, 5]],
            form_of: vec![0, 1, 2, 0],
            spots: vec![vec![6], vec![], vec![7], vec![6, 7]],
            words: vec![(1, 0), (3, 1), (5, 0)],
            counts: vec![2, 1],
            pieces: vec![0, 1, 2, 3],
            places: vec![1, 2, 3, 5],
            height: 7,
        };
        Reading { sheet, tags: vec![1, 3, 0, 4], told: Vec::new() }
    }

    fn course() -> Course {
        Course { rows: 8, passes: 60, batch: 1, rate: 0.01, warm: 5, decay: 0.0, dropped: 0.0, seed: 77 }
    }

    #[test]
    fn a_network_learns_the_tags_it_is_shown() {
        let reading = reading();
        let network = train(std::slice::from_ref(&reading), course());
        let scores = network.read_sheet(&reading.sheet);
        let best: Vec<u8> = scores
            .chunks(TAGS)
            .map(|row| row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(tag, _)| tag as u8))
            .collect();
        assert_eq!(best, reading.tags);
        assert_eq!(network.table, train(std::slice::from_ref(&reading), course()).table, "training is deterministic");
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let reading = reading();
        let mut network = train(std::slice::from_ref(&reading), Course { passes: 3, ..course() });
        let mut learner = Learner::new(course(), &network);
        learner.read(&network, &reading, &mut 5);
        let loss_of = |network: &Network<Array2<f32>>| {
            let logs = network.read_sheet(&reading.sheet);
            let right = logs.chunks(TAGS).zip(&reading.tags).map(|(row, &tag)| row[usize::from(tag)]);
            -right.sum::<f32>() / ARTICLE
        };
        let step = 0.002;
        for part in [START, NEAR, MIDDLE + 1, SHARED, SHARED + 2, FAR + 3, SCORES, SCORES + 1] {
            let at = [0, SHAPES[part].1 / 2];
            let asked = learner.layers[part][at];
            let mut slope = [step, -step].map(|by| {
                network.layers[part][at] += by;
                let loss = loss_of(&network);
                network.layers[part][at] -= by;
                loss
            });
            slope[0] = (slope[0] - slope[1]) / (2.0 * step);
            assert!((slope[0] - asked).abs() < 2e-5 + 0.05 * asked.abs(), "part {part}: {} is not {asked}", slope[0]);
        }
        let asked = learner.table[[6, 3]];
        let slope = [step, -step].map(|by| {
            network.table[[6, 3]] += by;
            let loss = loss_of(&network);
            network.table[[6, 3]] -= by;
            loss
        });
        assert!(((slope[0] - slope[1]) / (2.0 * step) - asked).abs() < 2e-5 + 0.05 * asked.abs());
    }
}
