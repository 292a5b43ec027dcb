package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.report.cause.CauseText;
import dev.rollcall.run.Protocols;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help of every command, however wide the terminal is. */
class HelpTest {
  private static void collect(CommandLine line, List<CommandLine> all) {
    all.add(line);
    line.getSubcommands().values().forEach(inner -> collect(inner, all));
  }

  /** A word that is copied from it must be whole. */
  @ParameterizedTest
  @ValueSource(ints = {64, 72, 80, 100, 140})
  void linesEndAtBlanksOnly(int width) {
    CommandLine line = Main.commandLine(Streams.standard(), Protocols.ALL);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    List<CommandLine> all = new ArrayList<>();
    collect(line, all);
    assertTrue(all.size() > 10, all::toString);
    for (CommandLine command : all) {
      command.setUsageHelpWidth(10_000);
      List<String> words = List.of(command.getUsageMessage().split("\\s+"));
      command.setUsageHelpWidth(width);
      String help = command.getUsageMessage();
      assertEquals(words, List.of(help.split("\\s+")), help);
    }
  }

  @Test
  void theHelpOfExplainNamesEveryCause() {
    String help = Said.to("explain", "--help").out();
    for (FaultKind kind : FaultKind.values()) {
      assertTrue(help.contains(CauseText.word(kind)), kind::name);
    }
  }

  @Test
  void whatIsCopiedIsWhole() {
    String help = Said.to("check", "--help").out();
    assertTrue(help.contains("http://localhost:4318"), help);
    assertTrue(help.contains("mailto:ADDRESS[,ADDRESS]"), help);
    assertTrue(help.chars().allMatch(one -> one < 0x250), help);
  }

  @Test
  void theCommandHelpShowsTheSameAsTheOption() {
    assertEquals(Said.to("--help"), Said.to("help"));
    assertEquals(Said.to("check", "--help"), Said.to("help", "check"));
    assertEquals(Said.to("drift", "accept", "--help"), Said.to("help", "drift", "accept"));
  }

  @Test
  void theCodesOfAReportForAMonitoringSystemAreExplained() {
    for (String command : new String[] {"render", "demo"}) {
      String help = Said.to(command, "--help").out();
      String codes = help.substring(help.indexOf("Exit codes:")).replaceAll("\\s+", " ");
      assertTrue(codes.contains("with nagios=- the exit code is Nagios's own"), codes);
    }
  }
}
