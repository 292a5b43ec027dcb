package dev.rollcall.hostile;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.probe.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every protocol against every behaviour of a hostile server, in a heap of 64 MiB and with {@code
 * --timeout 3s}, beside four healthy servers: one run of the jar for each behaviour, six at a time,
 * as most of a run waits. Prints what the hostile rules came to.
 */
@Tag("long")
class HostileMatrixIT {
  private static final int AT_ONCE = 6;
  private static final Map<Behaviour, Future<?>> RUNS = new EnumMap<>(Behaviour.class);
  private static final Map<Behaviour, Map<String, Integer>> COUNTS = new ConcurrentSkipListMap<>();

  @TempDir private static Path folder;

  private static ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private static Originals originals;

  @BeforeAll
  static void begin() throws Exception {
    originals = new Originals();
    originals.measure();
    for (Behaviour behaviour : Behaviour.values()) {
      RUNS.put(behaviour, threads.submit(() -> run(behaviour)));
    }
  }

  private static Void run(Behaviour behaviour) throws Exception {
    Path own = Files.createDirectory(folder.resolve(behaviour.name()));
    try (HostileStage stage = new HostileStage(behaviour, TestAuthority.shared(), originals)) {
      HostileProcess hostile = new HostileProcess(own, stage);
      Run run = hostile.check();
      COUNTS.put(behaviour, counts(run));
      hostile.assertVerdicts(run);
      return null;
    }
  }

  @AfterAll
  static void end() {
    threads.shutdownNow();
    originals.close();
    int rules = COUNTS.values().stream().flatMap(c -> c.values().stream()).mapToInt(n -> n).sum();
    System.out.printf(
        "%d behaviours of servers, %d protocols (one over TCP and UDP), %d hostile rules:%n",
        COUNTS.size(), Part.values().length - 1, rules);
    COUNTS.forEach((behaviour, counts) -> System.out.println("  " + behaviour + " " + counts));
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  void costsOnlyItself(Behaviour behaviour) throws Throwable {
    try {
      RUNS.get(behaviour).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** How often each status and kind of fault is there. */
  private static Map<String, Integer> counts(Run run) {
    Map<String, Integer> counts = new TreeMap<>();
    for (RuleResult result : run.results()) {
      if (result.rule().id().startsWith("hostile.")) {
        String kind = result.verdict().cause().map(fault -> " " + fault.kind()).orElse("");
        counts.merge(result.verdict().status() + kind, 1, Integer::sum);
      }
    }
    return counts;
  }
}
