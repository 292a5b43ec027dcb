package dev.rollcall.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's entry: finds the command, runs it, and ends with its exit code. */
@Command(
    name = "rollcall",
    description = "Calls the roll of every destination that an appliance depends on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command line and ends the process. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the whole command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
