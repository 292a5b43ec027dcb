package dev.rollcall.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which days are too old, whatever the clock did. */
class DaysTest {
  private static final LocalDate START = LocalDate.parse("2026-01-01");

  /** Days after the start, ranges included: {@code 0-3 10}. */
  private static List<String> days(String text) {
    List<String> days = new ArrayList<>();
    for (String part : text.split(" ", -1)) {
      String[] ends = part.split("-", 2);
      for (int day = Integer.parseInt(ends[0]);
          day <= Integer.parseInt(ends[ends.length - 1]);
          day++) {
        days.add(START.plusDays(day).toString());
      }
    }
    return days;
  }

  private static String day(int day) {
    return START.plusDays(day).toString();
  }

  private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // Every day: exactly.
    "0-500, 400, 100",
    "0-400, 400, 0",
    "0-9, 2, 7",
    // Every week, and twice a year.
    "0 7 14 21 28 35 42, 14, 28",
    "0 180 360 540 720 900 1080, 400, 720",
    // A clock that ran 3,000 days ahead: for one run, for a month, and twice.
    "0-300 3300, 400, 0",
    "0-300 3300-3330, 400, 0",
    "0-300 3300 6300, 400, 0",
    "0-300 3300, 7, 293",
    "0 3000, 7, 0",
    "0 3000 3001, 7, 0",
    // However long it was wrong, only what is older by its own runs goes.
    "0-300 3300-3400, 400, 0",
    "0-9 3000-3002, 7, 4",
    "0-9 3000-3008, 7, 3001",
    // A host that was off for a month.
    "0-100 130-160, 100, 60",
    "0-100 130-140, 100, 10",
    // For ever.
    "0 3000 6000 9000, 100000000, 0"
  })
  void whatIsTooOld(String days, long keep, int first) {
    assertEquals(day(first), Days.of(days(days), NEVER).firstKept(keep));
  }

  @Test
  void noDayIsTooOldWhereThereIsNone() {
    assertEquals("", Days.of(List.of(), NEVER).firstKept(1));
  }

  @Test
  void aDayAfterTomorrowIsOfTheFuture() {
    Days days = Days.of(days("2 0 1 9"), Instant.parse("2026-01-02T23:59:00Z"));
    assertEquals(List.of(day(0), day(1), day(2)), days.past());
    assertEquals(List.of(day(9)), days.future());
    assertEquals(List.of(day(2), day(1), day(0), day(9)), days.newestFirst());
    assertEquals(List.of(day(9), day(0), day(1), day(2)), days.oldestFirst());
  }

  /** Where most days have not come yet, it is now that is wrong. */
  @Test
  void aClockThatWentYearsBackDeletesNoneOfTheOthersFirst() {
    Days days = Days.of(days("0 1 1000-1009"), Instant.parse("2026-01-02T00:00:00Z"));
    assertEquals(days("0 1"), days.past());
    assertEquals(days("0 1 1000-1009"), days.oldestFirst());
    assertEquals(day(0), days.firstKept(1));
  }
}
