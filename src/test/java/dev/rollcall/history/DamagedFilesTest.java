package dev.rollcall.history;

import static dev.rollcall.history.Entries.SERIES;
import static dev.rollcall.history.Entries.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.drift.Networks;
import dev.rollcall.history.entry.BaselineJson;
import dev.rollcall.history.entry.EntryJson;
import dev.rollcall.history.entry.RunId;
import dev.rollcall.history.failedlogins.SlowHash;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.model.rule.Vantage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fuzzing found in the readers of a history's files. */
class DamagedFilesTest {
  @TempDir Path folder;

  private static String line(String run) {
    return new String(
        EntryJson.write(Entries.entry(run, START, SERIES, "calm")), StandardCharsets.UTF_8);
  }

  /** The next run gets an id, whatever stands in a journal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "",
        "2026-99-99T999999.999Z-appsanywhere",
        "2026-02-31T000000.000Z-appsanywhere",
        "9999-12-31T235959.999Z-appsanywhere"
      })
  void anIdThatIsNoneMakesALineDamaged(String run) throws IOException, HeldException {
    Path journal = Entries.journal(folder);
    Files.createDirectories(journal.getParent());
    Files.writeString(journal, line(run));
    try (Recorder recorder = Recorder.open(folder, "check")) {
      assertTrue(RunId.isOne(recorder.id(START, Vantage.CLIENT)));
      assertEquals(0, recorder.archive().last(SERIES, 5).size());
      assertEquals(1, recorder.archive().damaged());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T043434.123Z-appsanywhere, true",
    "2024-02-29T235959.999Z-client, true",
    "2026-02-29T000000.000Z-client, false",
    "2026-11-23T240000.000Z-client, false",
    "2026-11-23T043434.123Z-, false"
  })
  void anIdIsOfAMomentThatThereIs(String text, boolean one) {
    assertEquals(one, RunId.isOne(text));
  }

  /** Otherwise a name server would be asked for the network of a name. */
  @ParameterizedTest
  @ValueSource(strings = {"mssql.uni.edu", "198.18.2.400", "1", "198.18.2.041x", "::1::"})
  void anAddressIsALiteral(String address) {
    String line = line("2026-11-23T043434.123Z-appsanywhere").replace("198.18.2.41", address);
    assertTrue(line.contains(address));
    assertThrows(
        IllegalArgumentException.class,
        () -> EntryJson.read(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), any -> true));
    assertThrows(IllegalArgumentException.class, () -> Networks.of(address));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"catalogue\":\"appsanywhere\"| \"catalogue\":null",
        "\"catalogue\":\"appsanywhere\"| \"catalogue\":5",
        "\"catalogue\":\"appsanywhere\"| \"other\":\"appsanywhere\"",
        "\"vantage\":\"appsanywhere\"| \"vantage\":null",
        "\"version\":1| \"version\":\"x\"",
        "\"interrupted\":true| \"interrupted\":\"true\""
      })
  void aHeadOfAnotherKindMakesALineDamaged(String good, String bad) {
    String line = line("2026-11-23T043434.123Z-appsanywhere").replace(good, bad.strip());
    assertTrue(line.contains(bad.strip()));
    boolean head = !bad.contains("interrupted");
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    assertThrows(IllegalArgumentException.class, () -> EntryJson.read(bytes, any -> !head));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules", "changes"})
  void nullIsNotNothing(String key) {
    String line = line("2026-11-23T043434.123Z-appsanywhere");
    String without = line.replaceFirst("\"" + key + "\":", "\"x\":");
    String none = line.replaceFirst("\"" + key + "\":", "\"" + key + "\":null,\"x\":");
    for (String damaged : List.of(without, none)) {
      ByteBuffer bytes = ByteBuffer.wrap(damaged.getBytes(StandardCharsets.UTF_8));
      assertThrows(IllegalArgumentException.class, () -> EntryJson.read(bytes, any -> true));
    }
    assertThrows(IllegalArgumentException.class, () -> BaselineJson.read("null".getBytes(UTF_8)));
  }

  @Test
  void aSaltHasItsLength() {
    String salt = "00".repeat(16);
    String hash = "00".repeat(32);
    SlowHash known = new SlowHash(salt, 1, hash);
    assertFalse(known.matches(known.with("x".toCharArray())));
    // Java derives nothing without a salt, and says so only when it is asked.
    assertThrows(IllegalArgumentException.class, () -> new SlowHash("", 1, hash));
    assertThrows(IllegalArgumentException.class, () -> new SlowHash(salt, 1, "00"));
  }
}
