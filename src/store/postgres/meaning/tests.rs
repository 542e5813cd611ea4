use super::*;

#[test]
fn no_room_waiting_and_absence_are_told_apart() {
    assert_eq!(of_code("53100", ""), StoreError::Full);
    assert_eq!(of_code("55P03", ""), StoreError::Busy);
    assert_eq!(of_code("53300", "too many"), StoreError::Unavailable("too many".to_owned()));
    assert_eq!(of_code("57P01", "shutting down"), StoreError::Unavailable("shutting down".to_owned()));
    assert_eq!(of_code("XX001", "bad page"), StoreError::Damaged("bad page".to_owned()));
    assert_eq!(of_code("42P01", "no table"), StoreError::Refused("no table".to_owned()));
    assert_eq!(of_code("", "odd"), StoreError::Refused("odd".to_owned()));
}
