package dev.rollcall.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.fuzz.run.FuzzFinding;
import dev.rollcall.fuzz.run.Runner;
import dev.rollcall.fuzz.run.TargetRun;
import dev.rollcall.fuzz.script.ScriptedDatagrams;
import dev.rollcall.fuzz.script.ScriptedSocket;
import dev.rollcall.fuzz.target.FuzzTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Gives every parser hostile input; see the package. */
@Tag("fuzz")
class FuzzTest {
  /** The ordinary build gives the same inputs every time. */
  private static final long USUAL_SEED = 20261128;

  private static final Path FOLDER = Path.of(System.getProperty("fuzz.folder", "target/fuzz"));

  @TestFactory
  Stream<DynamicTest> noInputBreaksAParser() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    ScriptedSocket.install();
    ScriptedDatagrams.install();
    List<FuzzTarget> targets = chosen(System.getProperty("fuzz.only", ""));
    String input = System.getProperty("fuzz.input", "");
    if (!input.isEmpty()) {
      byte[] bytes = Files.readAllBytes(Path.of(input));
      return targets.stream().map(one -> dynamicTest(one.name(), () -> once(one, bytes)));
    }
    String minutes = System.getProperty("fuzz.minutes", "");
    boolean timed = !minutes.isEmpty();
    long seed = Long.getLong("fuzz.seed", timed ? System.nanoTime() : USUAL_SEED);
    int threads =
        Integer.getInteger("fuzz.threads", Math.min(2, Runtime.getRuntime().availableProcessors()));
    Runner runner = new Runner(targets, seed);
    List<TargetRun> runs =
        timed
            ? runner.timed(duration(minutes), threads)
            : runner.counted(Integer.getInteger("fuzz.percent", 100), threads);
    String table = table(runs, seed);
    Files.writeString(FOLDER.resolve("inputs.txt"), table);
    if (timed) {
      new PrintStream(System.out, true, StandardCharsets.UTF_8).println(table);
    }
    return runs.stream().map(run -> dynamicTest(run.target().name(), () -> sound(run, seed)));
  }

  private static List<FuzzTarget> chosen(String only) {
    return AllTargets.all().stream().filter(target -> target.name().startsWith(only)).toList();
  }

  private static void once(FuzzTarget target, byte[] input) throws Throwable {
    try {
      target.body().take(input);
    } catch (Throwable thrown) {
      if (!target.expects(thrown)) {
        throw thrown;
      }
    }
  }

  private static Duration duration(String minutes) {
    return Duration.ofMillis(Math.round(Double.parseDouble(minutes) * 60_000));
  }

  private static void sound(TargetRun run, long seed) throws IOException {
    int count = 0;
    for (FuzzFinding finding : run.findings()) {
      String name = run.target().name() + "-" + count++;
      Files.write(FOLDER.resolve(name + ".input"), finding.input());
      Files.writeString(FOLDER.resolve(name + ".txt"), finding.report(seed));
    }
    assertTrue(
        run.findings().isEmpty(),
        () ->
            run.findings().stream()
                .map(finding -> finding.report(seed))
                .collect(Collectors.joining("\n\n")));
    assertTrue(run.executed() > 0, "no input at all");
  }

  static String table(List<TargetRun> runs, long seed) {
    StringBuilder out = new StringBuilder("seed ").append(seed).append('\n');
    String row = "%-30s %10s %9s %9s %9s %9s %9s%n";
    out.append(
        String.format(
            Locale.ROOT,
            row,
            "target",
            "inputs",
            "results",
            "KiB most",
            "ms most",
            "ms",
            "findings"));
    for (TargetRun run : runs) {
      out.append(
          String.format(
              Locale.ROOT,
              row,
              run.target().name(),
              run.executed(),
              run.results(),
              run.largest() >> 10,
              run.slowest() / 1_000_000,
              run.cpu() / 1_000_000,
              run.findings().size()));
    }
    long all = runs.stream().mapToLong(TargetRun::executed).sum();
    return out.append(runs.size()).append(" targets, ").append(all).append(" inputs\n").toString();
  }
}
