package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One rule with credentials, checked alone, and how it then stands. */
final class LoginRule {
  private LoginRule() {}

  /**
   * Checks one rule from the appliance. What another run was refused is not known to it, and none
   * of the campus' passwords, each of which holds {@code Passw0rd}, may be said anywhere.
   */
  static RuleResult check(Campus campus, String rule, Path site, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--only", rule, "--timeout", "20s"));
    arguments.addAll(List.of(more));
    Campus.Checked checked =
        campus.check("appliance", site, List.of(), arguments.toArray(String[]::new));
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    try {
      assertFalse(Files.readString(campus.file("run.json")).contains("Passw0rd"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(1, checked.run().results().size());
    return checked.run().results().get(0);
  }

  /** As {@link #check(Campus, String, Path, String...)}, with a site file of these words. */
  static RuleResult check(Campus campus, String rule, String site, String... more)
      throws IOException {
    return check(campus, rule, Files.writeString(campus.file(rule + "-login.yaml"), site), more);
  }

  /** Status, cause, clue and owner, as far as there are such. */
  static String standing(RuleResult result) {
    return result.verdict().status()
        + result.verdict().cause().map(fault -> " " + fault.cause()).orElse("")
        + result.verdict().cause().flatMap(fault -> fault.clue()).map(clue -> " " + clue).orElse("")
        + result.verdict().owner().map(owner -> " " + owner).orElse("");
  }

  /** Asserts {@link #standing}, and these words somewhere in the verdict. */
  static void stands(RuleResult result, String standing, String... words) {
    assertEquals(standing, standing(result), result.verdict()::toString);
    for (String word : words) {
      assertTrue(
          result.verdict().toString().contains(word),
          () -> word + " is missing in: " + result.verdict());
    }
  }
}
