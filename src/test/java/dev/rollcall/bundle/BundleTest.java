package dev.rollcall.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.HostFacts;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.SampleLog;
import dev.rollcall.report.SampleRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive: what is in it, its limit, and hostile ones. */
class BundleTest {
  private static final Instant AT = Instant.parse("2026-11-22T18:20:05Z");

  static BundleContents contents(int moments) {
    List<Past.Moment> course = new ArrayList<>();
    for (int i = 0; i < moments; i++) {
      Map<String, Past.State> rules = new HashMap<>();
      for (int rule = 0; rule < 100; rule++) {
        // Times that differ, so that they do not pack.
        Duration took = Duration.ofNanos(1_000_003L * (i * 7919 + rule * 104_729));
        rules.put("rule." + rule, new Past.State(Status.PASS, Optional.of(took)));
      }
      course.add(new Past.Moment(AT.plusSeconds(i), rules));
    }
    HostFacts host =
        new HostFacts(
            HostFacts.FORMAT,
            1,
            "0.1.0",
            "Java",
            "Linux",
            "h",
            List.of("10.0.0.53"),
            List.of(),
            List.of(),
            List.of("eth0 10.1.2.3/24"),
            List.of(),
            List.of());
    return new BundleContents(
        SampleRun.everything(),
        new Past(Optional.empty(), course),
        Optional.of("sql:\n  host: 'a.b'\n"),
        host,
        List.of(SampleLog.sample(), SampleLog.sample()),
        false);
  }

  private static List<String> names(Bundle bundle) {
    return bundle.parts().stream().map(Bundle.Part::name).toList();
  }

  @Test
  void itReadsBackAndIsTheSameEachTime() throws Exception {
    BundleContents contents = contents(30);
    Bundle bundle = Bundle.of(contents);
    assertArrayEquals(bundle.zip(), Bundle.of(contents(30)).zip());
    assertEquals(
        List.of(
            "README.txt",
            "run.json",
            "course.json",
            "site.yaml",
            "host.json",
            "stand-in-1.json",
            "stand-in-2.json"),
        names(bundle));
    BundleReader.Opened opened = BundleReader.read(bundle.zip(), "b.zip");
    assertEquals(contents.run(), opened.run());
    assertEquals(Optional.of(contents.past()), opened.past());
    assertEquals(contents.logs(), opened.logs());
  }

  @Test
  void whatDoesNotFitIsLeftOutInOrderAndNamed() throws Exception {
    BundleContents contents = contents(200);
    int whole = Bundle.of(contents).zip().length;
    Bundle fewer = Bundle.of(contents, whole - 1);
    assertEquals(List.of("the oldest of the last runs: 100 of 200"), fewer.leftOut());
    Past past = BundleReader.read(fewer.zip(), "b").past().orElseThrow();
    assertEquals(contents.past().moments().subList(100, 200), past.moments());

    BundleContents bare = contents(0);
    int plain = Bundle.of(bare).zip().length;
    Bundle noLog = Bundle.of(bare, plain - 1);
    assertEquals("the last of the stand-ins' logs: 1 of 2", noLog.leftOut().get(0));
    assertTrue(new String(noLog.parts().get(0).content(), UTF_8).contains("Left out"));

    BundleContents noLogs = bare.withLogs(0);
    Bundle failing = Bundle.of(noLogs, Bundle.of(noLogs).zip().length - 1);
    Run kept = BundleReader.read(failing.zip(), "b").run();
    assertEquals(0, kept.count(Status.PASS));
    assertEquals(bare.run().count(Status.FAIL), kept.count(Status.FAIL));
    assertThrows(IOException.class, () -> Bundle.of(bare, 100));
  }

  private static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write((byte[]) namesAndContents[i + 1]);
      }
    }
    return out.toByteArray();
  }

  private static String refused(byte[] archive) {
    return String.valueOf(
        assertThrows(IOException.class, () -> BundleReader.read(archive, "b.zip")).getMessage());
  }

  @Test
  void hostileArchivesAreRefused() throws Exception {
    byte[] run = RunDocument.write(SampleRun.ready());
    assertEquals(SampleRun.ready(), BundleReader.read(zip("run.json", run), "b").run());
    assertEquals("b.zip: not a bundle: there is no run.json", refused(zip("README.txt", run)));
    assertTrue(refused(zip("../run.json", run)).contains("(../run.json): not a file of a bundle"));
    assertTrue(refused(zip("a\u001b[2J.json", run)).contains("a\\u001b[2J.json"));
    assertTrue(
        refused(zip("run.json", "{}".getBytes(UTF_8))).startsWith("b.zip (run.json): not a"));
    // Zeros pack to a thousandth.
    byte[] zeros = new byte[33 << 20];
    assertEquals(
        "b.zip: larger than 64 MiB when it is unpacked",
        refused(zip("README.txt", zeros, "host.json", zeros)));
    byte[] good = zip("run.json", run);
    assertTrue(refused(Arrays.copyOf(good, good.length / 2)).contains("damaged or incomplete"));
    byte[] locked = good.clone();
    locked[6] |= 1;
    assertEquals(
        "b.zip: the archive is encrypted: unpack it, and name the run.json in it", refused(locked));
    // Whole parts without those that followed.
    byte[] two = zip("run.json", run, "README.txt", run);
    int second = new String(two, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK", 4);
    assertTrue(refused(Arrays.copyOf(two, second)).contains("damaged or incomplete"));
    byte[] twice = zip("run.json", run, "runx.json", run);
    String text = new String(twice, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] same =
        text.replace("runx.json", "run.json ")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(refused(same).contains("not a file of a bundle"));
    Object[] many = new Object[402];
    for (int i = 0; i < 402; i += 2) {
      many[i] = i == 0 ? "README.txt" : "stand-in-" + i + ".json";
      many[i + 1] = dev.rollcall.document.StandInDocument.write(SampleLog.sample());
    }
    assertTrue(refused(zip(many)).contains("too many files"));
  }

  @Test
  void otherFilesAreNotTakenForOne(@TempDir Path folder) throws Exception {
    assertEquals(Optional.empty(), BundleReader.read(folder));
    assertEquals(Optional.empty(), BundleReader.read(folder.resolve("none")));
    Path json = Files.write(folder.resolve("run.json"), RunDocument.write(SampleRun.ready()));
    assertEquals(Optional.empty(), BundleReader.read(json));
    byte[] large = new byte[BundleReader.LARGEST + 10];
    large[0] = 'P';
    large[1] = 'K';
    large[2] = 3;
    large[3] = 4;
    Path huge = Files.write(folder.resolve("huge.zip"), large);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> BundleReader.read(huge)).getMessage());
    assertEquals(huge + ": larger than 4 MiB, too large for a bundle", message);
  }
}
