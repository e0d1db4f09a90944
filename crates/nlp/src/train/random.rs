//! The random numbers of training: the same on every machine.

/// One step of an xorshift generator (Marsaglia 2003).
pub(super) fn draw(seed: &mut u64) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
}

/// Puts `order` in a random order (Fisher and Yates's shuffle).
pub(super) fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        draw(seed);
        order.swap(i, (*seed % (i as u64 + 1)) as usize);
    }
}

/// A random number from 0 to below 1.
pub(super) fn uniform(seed: &mut u64) -> f64 {
    draw(seed);
    (*seed >> 11) as f64 / (1u64 << 53) as f64
}

/// A random number of the standard normal distribution (Box and Muller 1958).
pub(super) fn normal(seed: &mut u64) -> f32 {
    let (u, v) = (uniform(seed).max(1e-12), uniform(seed));
    ((-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_order_and_numbers_of_the_right_distribution() {
        let shuffled = |mut seed: u64| {
            let mut order: Vec<usize> = (0..50).collect();
            shuffle(&mut order, &mut seed);
            order
        };
        assert_eq!(shuffled(7), shuffled(7));
        assert_ne!(shuffled(7), shuffled(8));
        let mut seed = 99;
        let numbers: Vec<f32> = (0..4000).map(|_| normal(&mut seed)).collect();
        let mean = numbers.iter().sum::<f32>() / 4000.0;
        let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / 4000.0;
        assert!(mean.abs() < 0.06 && (variance - 1.0).abs() < 0.1, "{mean} {variance}");
    }
}
