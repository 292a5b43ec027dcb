package dev.rollcall.plan;

import dev.rollcall.fuzz.target.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is read of the command line for a plan. */
public final class PlanFuzzTargets {
  private PlanFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("plan.glob", PlanFuzzTargets::glob)
            .seed("ad.*\nad.ldaps", "*?s*\nlibraries.github", "**\\E\nx")
            .tokens("*", "?", "\\", "\\E", "\\Q", ".", "(", "[")
            .covers(Glob.class));
  }

  private static Object glob(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    return Glob.of(lines[0]).test(lines.length > 1 ? lines[1] : "");
  }
}
