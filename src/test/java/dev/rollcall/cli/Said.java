package dev.rollcall.cli;

import dev.rollcall.cli.option.NotifyOptions;
import dev.rollcall.cli.option.OtlpOptions;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;

/** What a command said, and how it ended. */
public record Said(int exit, String out, String err) {

  /** Runs a command in this process, its two streams caught. */
  public static Said to(String... args) {
    return to(Protocols.ALL, args);
  }

  /** As {@link #to(String...)}, with other protocols. */
  public static Said to(Protocols protocols, String... args) {
    // A state folder of its own, so that no call knows of the logins of another.
    Path state = Path.of(System.getProperty("java.io.tmpdir"), "rollcall-" + UUID.randomUUID());
    try {
      return with(state, protocols, args);
    } finally {
      delete(state.toFile());
    }
  }

  /**
   * As {@link #to}.
   *
   * @param state what {@code XDG_STATE_HOME} is
   */
  public static Said with(Path state, String... args) {
    return with(state, Protocols.ALL, args);
  }

  private static Said with(Path state, Protocols protocols, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    return said(Main.call(streams(out, err, state), protocols, args), out, err);
  }

  /** As {@link #to}, with a full disk behind standard output. */
  public static Said toFullDisk(String... args) {
    Path state = Path.of(System.getProperty("java.io.tmpdir"), "rollcall-" + UUID.randomUUID());
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      return said(
          Main.call(streams(full, err, state), Protocols.ALL, args),
          new ByteArrayOutputStream(),
          err);
    } finally {
      delete(state.toFile());
    }
  }

  /**
   * As {@link #to}, in a process that may write no file: a limit for the size of files, which any
   * user may set, stands for a disk that is full.
   */
  static Said withoutRoom(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -f 0; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, err);
  }

  private static Streams streams(OutputStream out, OutputStream err, Path state) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("STATE_DIRECTORY");
    environment.put("XDG_STATE_HOME", state.toString());
    return new Streams(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment);
  }

  private static void delete(File file) {
    File[] below = file.listFiles();
    if (below != null) {
      for (File each : below) {
        delete(each);
      }
    }
    file.delete();
  }

  /** As {@link #to}, with a command more, named {@code crash}. */
  public static Said crashing(Object crash) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    CommandLine line = Main.commandLine(streams, Protocols.ALL);
    line.addSubcommand("crash", crash).setErr(line.getErr());
    return said(Main.run(line, streams, "crash"), out, err);
  }

  /** As {@link #to(String...)}, with time for a collector or a webhook on a busy host. */
  static Said patiently(Duration receiver, String... args) {
    return patiently(receiver, Map.of(), args);
  }

  /** As the other, with variables. */
  static Said patiently(Duration receiver, Map<String, String> variables, String... args) {
    Path state = Path.of(System.getProperty("java.io.tmpdir"), "rollcall-" + UUID.randomUUID());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = streams(out, err, state);
    streams.environment().putAll(variables);
    CommandLine line = Main.commandLine(streams, Protocols.ALL);
    for (Object mixin : mixins(line.getSubcommands().get("check"))) {
      if (mixin instanceof OtlpOptions options) {
        options.within(receiver);
      } else if (mixin instanceof NotifyOptions options) {
        options.within(receiver);
      }
    }
    try {
      return said(Main.run(line, streams, args), out, err);
    } finally {
      delete(state.toFile());
    }
  }

  private static List<Object> mixins(CommandLine line) {
    return line.getMixins().values().stream()
        .map(mixin -> mixin instanceof CommandLine inner ? inner.getCommand() : mixin)
        .toList();
  }

  public String everything() {
    return out + err;
  }

  private static Said said(int exit, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
