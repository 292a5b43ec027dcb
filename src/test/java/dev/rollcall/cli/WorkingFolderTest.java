package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.sample.OtherJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command in a folder whose name the locale does not know, such as a home folder with cron. */
class WorkingFolderTest {
  @TempDir private Path folder;

  /** What it says, then its exit code. */
  private String run(String command) throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>();
    // The shell makes the folder, as these tests may run in such a locale themselves.
    shell.addAll(
        List.of(
            "sh",
            "-c",
            "here=$(printf 's\\303\\274d') && mkdir \"$here\" && cd \"$here\" && exec \"$@\"",
            "sh"));
    shell.addAll(OtherJava.command(Main.class, command.split(" ")));
    ProcessBuilder start =
        new ProcessBuilder(shell).directory(folder.toFile()).redirectErrorStream(true);
    start.environment().put("LC_ALL", "C");
    Process process = start.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return said + process.waitFor();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lint --site site.yaml",
        "check --only none --report json=r.json",
        "check --only none --history h",
        "drift --history h"
      })
  void theFolderIsNamedWithTheRemedyAndNothingIsWritten(String command) throws Exception {
    Files.createDirectory(folder.resolve("s??d"));
    String said = run(command);
    assertTrue(said.startsWith("the name of the folder that Rollcall is run in ("), said);
    assertTrue(said.contains(": set LC_ALL=C.UTF-8, or change to another folder\n"), said);
    assertTrue(said.endsWith("\n2"), said);
    try (var there = Files.list(folder.resolve("s??d"))) {
      assertEquals(List.of(), there.toList());
    }
  }

  @Test
  void helpIsPrinted() throws Exception {
    String said = run("lint --help");
    assertTrue(said.startsWith("Usage:") && said.endsWith("\n0"), said);
  }
}
