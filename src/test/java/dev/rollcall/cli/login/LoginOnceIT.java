package dev.rollcall.cli.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Said;
import dev.rollcall.cli.login.Submission.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes of the jar that are killed or overlap ask a relay that refuses for one login in all,
 * counted in the relay's own log.
 */
@Tag("long")
@Timeout(180)
class LoginOnceIT {
  private static final int RUNS = 3;
  private static final int HELD = 75;

  @TempDir private Path folder;

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-jar", System.getProperty("rollcall.jar")));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, "said", ".txt").toFile());
    builder.environment().remove("STATE_DIRECTORY");
    builder.environment().put("XDG_STATE_HOME", state().toString());
    return builder.start();
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** The same check in this process, which starts none. */
  private Said again(Submission relay) throws IOException {
    return Said.with(state(), relay.check(folder).toArray(String[]::new));
  }

  private boolean noted() {
    try (Stream<Path> files = Files.list(state().resolve("rollcall"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("refused-"));
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void kill(Process process) {
    // SIGKILL: nothing of the process runs any more.
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Just before the login, in it, and while its refusal is stored; afterwards a run that is not
   * killed checks the result. Before the login is offered, a run stores nothing.
   */
  @ParameterizedTest
  @EnumSource(names = {"OFFERED", "LOGIN_BEGUN", "LOGIN_HEARD", "ANSWERED"})
  void aRunThatIsKilled(Moment moment) throws Exception {
    CompletableFuture<Process> run = new CompletableFuture<>();
    AtomicBoolean killed = new AtomicBoolean();
    try (Submission relay =
        Submission.watched(
            now -> {
              if (now == moment && killed.compareAndSet(false, true)) {
                kill(run.join());
              }
            })) {
      run.complete(start(patient(relay)));
      run.join().onExit().join();
      assertTrue(killed.get(), "the run ended before the moment came");
      boolean before = moment.compareTo(Moment.LOGIN_BEGUN) < 0;
      long then = relay.logins();
      assertTrue(before ? then <= 1 : then == 1, () -> relay.log().toString());
      boolean open = noted();
      Said said = again(relay);
      assertEquals(open ? then : then + 1, relay.logins(), () -> relay.log().toString());
      assertTrue(relay.logins() <= 1, () -> relay.log().toString());
      assertTrue(
          said.out().replaceAll("\\s+", " ").contains(open ? "not tried" : "AUTHENTICATE DENIED"),
          said::toString);
    }
  }

  /** As soon as the note is there, which is before the login is sent, or just then. */
  @Test
  void aRunThatIsKilledWithItsNote() throws Exception {
    try (Submission relay = Submission.watched(moment -> {})) {
      Process run = start(patient(relay));
      while (!noted() && run.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      kill(run);
      assertTrue(noted());
      again(relay);
      assertTrue(relay.logins() <= 1, () -> relay.log().toString());
    }
  }

  /** As other processes hold it up. */
  private List<String> patient(Submission relay) throws IOException {
    return with(relay.check(folder), "--timeout", "30s");
  }

  private static List<String> with(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all;
  }

  /** Overlapping: the relay greets no client before all have connected. */
  private void overlapping(boolean all, Map<Integer, List<String>> modes) throws Exception {
    CountDownLatch met = new CountDownLatch(all ? RUNS : 1);
    try (Submission relay =
        Submission.watched(
            moment -> {
              if (moment == Moment.CONNECTED) {
                met.countDown();
                met.await();
              }
            })) {
      List<Process> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        runs.add(
            start(
                with(
                    with(patient(relay), "--only", "mail.one"),
                    modes.getOrDefault(i, List.of()).toArray(String[]::new))));
      }
      int held = 0;
      for (Process run : runs) {
        held += run.waitFor() == HELD ? 1 : 0;
      }
      assertTrue(all ? held == 0 : held < RUNS, "some run did its work");
      assertEquals(1, relay.logins(), () -> relay.log().toString());
    }
  }

  private static Map<Integer, List<String>> each(IntFunction<List<String>> mode) {
    return IntStream.range(0, RUNS).boxed().collect(Collectors.toMap(i -> i, mode::apply));
  }

  /** One of them for a monitoring system. */
  @Test
  void runsWithoutAHistory() throws Exception {
    overlapping(true, Map.of(0, List.of("--report", "nagios=-")));
  }

  @Test
  void runsWithOneHistory() throws Exception {
    overlapping(false, each(i -> List.of("--history", folder.resolve("history").toString())));
  }

  @Test
  void runsWithAHistoryEach() throws Exception {
    overlapping(true, each(i -> List.of("--history", folder.resolve("history" + i).toString())));
  }
}
