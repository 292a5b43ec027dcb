package dev.rollcall.campus.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code packaging/borrow-address}, on a neighbour of the appliance's router. */
@Tag("campus")
class BorrowAddressIT {
  private static final Campus CAMPUS = Campus.up();
  private static final String SCRIPT = Path.of("packaging/borrow-address").toAbsolutePath() + "";
  private static final String ADDRESS = "198.18.1.50";

  @TempDir private Path folder;

  private static List<String> command(String address, String... command) {
    List<String> all = new ArrayList<>(List.of(SCRIPT, address, "eth0"));
    all.addAll(List.of(command));
    return all;
  }

  private static Campus.Said borrow(String address, String... command) {
    return CAMPUS.exec("appliance", Map.of(), command(address, command).toArray(String[]::new));
  }

  private static String held(String address) {
    return CAMPUS.exec("appliance", Map.of(), "ip", "-o", "addr", "show", "to", address).out();
  }

  private static void awaitHeld(boolean wanted) throws InterruptedException {
    while (held(ADDRESS).isEmpty() == wanted) {
      Thread.sleep(100);
    }
  }

  /** Borrows with a command that waits, and returns the script's process number. */
  private long waiting(List<Process> started) throws IOException, InterruptedException {
    Path pid = folder.resolve("pid");
    Path command = folder.resolve("command");
    List<String> all = new ArrayList<>(List.of("sh", "-c", "echo $$ >\"$0\"; exec \"$@\""));
    all.add(pid.toString());
    all.addAll(
        command(ADDRESS + "/24", "sh", "-c", "echo $$ >\"$0\"; exec sleep 600", command + ""));
    started.add(CAMPUS.launch("appliance", List.of(), Map.of(), all));
    while (!Files.exists(command) || Files.readString(command).isBlank()) {
      Thread.sleep(100);
    }
    return Long.parseLong(Files.readString(pid).strip());
  }

  private ProcessHandle command() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("command")).strip()))
        .orElseThrow();
  }

  @AfterEach
  void addressIsGone() {
    assertEquals("", held(ADDRESS));
    CAMPUS.exec("router", Map.of(), "ip", "addr", "del", ADDRESS + "/24", "dev", "appliance");
  }

  @Test
  void aFreeAddressIsProbedFrom() throws Exception {
    Path site = CAMPUS.site("site-borrowed.yaml", text -> text + "\nsource: " + ADDRESS + "\n");
    Path json = folder.resolve("run.json");
    Campus.Said said =
        borrow(
            ADDRESS + "/24",
            Campus.JAVA,
            "-jar",
            Campus.JAR.toString(),
            "check",
            "--site",
            site.toString(),
            "--only",
            "sql.tds,mail.smtp",
            "--report",
            "json=" + json);
    Run run = Campus.read(json, said);
    for (RuleResult result : run.results()) {
      assertEquals(Status.PASS, result.verdict().status(), said::toString);
    }
    assertTrue(Files.readString(json).contains('"' + ADDRESS + '"'), said::toString);
  }

  @Test
  void theCommandsExitCodeIsPassedOn() {
    assertEquals(3, borrow(ADDRESS + "/24", "sh", "-c", "exit 3").exit());
  }

  @Test
  void aFreeAddressOfVersion6IsUsableAtOnce() {
    Campus.Said said =
        borrow("fd18:1::50/64", "ip", "-6", "-o", "addr", "show", "to", "fd18:1::50");
    assertEquals(0, said.exit(), said::toString);
    assertTrue(said.out().contains("fd18:1::50/64"), said::toString);
    assertFalse(said.out().contains("tentative"), said::toString);
    assertEquals("", held("fd18:1::50"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.18.1.1/24", "fd18:1::1/64"})
  void anAddressThatAnotherHostHasIsNotTaken(String address) {
    Path ran = folder.resolve("ran");
    Campus.Said said = borrow(address, "touch", ran.toString());
    assertEquals(69, said.exit(), said::toString);
    assertTrue(said.err().contains("another host has"), said::toString);
    assertFalse(Files.exists(ran));
    assertEquals("", held(address.replaceFirst("/.*", "")));
  }

  @Test
  void aKilledScriptLeavesNothing() throws Exception {
    List<Process> started = new ArrayList<>();
    ProcessHandle script = ProcessHandle.of(waiting(started)).orElseThrow();
    ProcessHandle command = command();
    assertTrue(held(ADDRESS).matches("(?s).*valid_lft (1[0-9]|20|[0-9])sec.*"), held(ADDRESS));
    script.destroyForcibly();
    awaitHeld(false);
    command.onExit().get();
    CAMPUS.finish(started.get(0));
  }

  @Test
  void aSignalEndsTheCommandFirst() throws Exception {
    List<Process> started = new ArrayList<>();
    ProcessHandle script = ProcessHandle.of(waiting(started)).orElseThrow();
    ProcessHandle command = command();
    script.destroy();
    assertEquals(143, CAMPUS.finish(started.get(0)).exit());
    assertFalse(command.isAlive());
  }

  @Test
  void whenAnotherHostShowsUpTheCommandIsEnded() throws Exception {
    List<Process> started = new ArrayList<>();
    waiting(started);
    CAMPUS.exec("router", Map.of(), "ip", "addr", "add", ADDRESS + "/24", "dev", "appliance");
    Campus.Said said = CAMPUS.finish(started.get(0));
    assertEquals(69, said.exit(), said::toString);
    assertTrue(said.err().contains("another host has " + ADDRESS + " now"), said::toString);
  }
}
