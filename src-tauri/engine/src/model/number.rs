//! Numbers for people.

/// A count with its thousands set apart: `1,204`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let all = [0, 999, 1_000, 12_345, 1_234_567, u64::MAX].map(grouped);
        assert_eq!(all, ["0", "999", "1,000", "12,345", "1,234,567", "18,446,744,073,709,551,615"]);
    }
}
