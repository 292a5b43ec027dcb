package dev.rollcall.cli.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Said;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay that refuses is asked for one login, counted in its own log. */
@Timeout(180)
class LoginOnceTest {
  @TempDir private Path folder;

  private Said check(Submission relay, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(relay.check(folder));
    arguments.addAll(List.of("--samples", "3", "--confirm", "3"));
    arguments.addAll(List.of(more));
    return Said.with(folder.resolve("state"), arguments.toArray(String[]::new));
  }

  private List<RuleResult> results(Submission relay, String... more) throws IOException {
    Path json = folder.resolve("run.json");
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--report", "json=" + json));
    Said said = check(relay, all.toArray(String[]::new));
    assertEquals(1, said.exit(), said::toString);
    return RunDocument.read(json).results();
  }

  private Path note() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state/rollcall").toRealPath())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("refused-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void whateverIsAskedHoweverOften() throws Exception {
    try (Submission relay = Submission.watched(moment -> {})) {
      String first = failing(results(relay));
      assertEquals(1, relay.logins(), () -> relay.log().toString());
      String history = folder.resolve("history").toString();
      assertEquals(first, failing(results(relay, "--history", history)));
      assertEquals(1, relay.logins(), () -> relay.log().toString());
      // Whatever becomes of the state folder, the history knows.
      Files.delete(note());
      Said said = check(relay, "--history", history, "--report", "nagios=-");
      assertEquals(2, said.exit(), said::toString);
      assertTrue(said.out().contains("not tried again until the secret changes"), said::out);
      assertEquals(1, relay.logins(), () -> relay.log().toString());
    }
  }

  /** The one whose login was refused; the other says so. */
  private static String failing(List<RuleResult> results) {
    RuleResult failing = one(results, Status.FAIL);
    assertEquals(
        "AUTHENTICATE DENIED", failing.verdict().cause().orElseThrow().cause(), failing::toString);
    RuleResult other = one(results, Status.SKIPPED);
    assertEquals("credential rejected by " + failing.rule().id(), other.verdict().summary());
    return failing.rule().id();
  }

  private static RuleResult one(List<RuleResult> results, Status status) {
    return results.stream()
        .filter(result -> result.verdict().status() == status)
        .findFirst()
        .orElseThrow(() -> new AssertionError(results.toString()));
  }

  /** The refusal comes when no run waits for it any more. */
  @Test
  void aSlowRefusal() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Submission relay =
        Submission.watched(
            moment -> {
              if (moment == Submission.Moment.LOGIN_HEARD) {
                end.await();
              }
            })) {
      String remedy = "";
      for (int run = 0; run < 2; run++) {
        List<RuleResult> results = results(relay, "--timeout", "4s");
        RuleResult failing = one(results, Status.FAIL);
        assertEquals(
            "AUTHENTICATE TIMED_OUT",
            failing.verdict().cause().orElseThrow().cause(),
            failing::toString);
        assertEquals("SERVER", failing.verdict().owner().orElseThrow().name());
        remedy = "delete " + note() + " to try again, or change the password";
        assertTrue(failing.verdict().summary().endsWith(remedy), failing::toString);
        RuleResult other = one(results, Status.INCONCLUSIVE);
        assertTrue(other.verdict().summary().endsWith(remedy), other::toString);
        assertEquals(1, relay.logins(), () -> relay.log().toString());
      }
      end.countDown();
      Files.delete(note());
      failing(results(relay));
      assertEquals(2, relay.logins(), "a person allowed another one");
    }
  }
}
