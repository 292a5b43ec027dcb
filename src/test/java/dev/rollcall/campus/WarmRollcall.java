package dev.rollcall.campus;

import dev.rollcall.campus.Campus.Said;
import dev.rollcall.cli.CommandServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The jar in one place of the campus, kept running: each command line costs its own work, and not
 * the start of another Java. What depends on the process itself is run by {@link Campus#process}.
 */
final class WarmRollcall {
  /** What starts it, in the place where it is to run. */
  static final List<String> COMMAND =
      List.of(
          Campus.JAVA,
          "-XX:+UseSerialGC",
          "-cp",
          Campus.JAR + ":" + classes(),
          CommandServer.class.getName());

  private static Path classes() {
    try {
      return Path.of(
          CommandServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private final Process process;
  private final DataOutputStream requests;
  private final DataInputStream answers;

  /**
   * @param process runs {@link #COMMAND}; its standard streams are not redirected
   */
  WarmRollcall(Process process) {
    this.process = process;
    this.requests = new DataOutputStream(process.getOutputStream());
    this.answers = new DataInputStream(process.getInputStream());
  }

  /** Whether it can be asked again. */
  boolean alive() {
    return process.isAlive();
  }

  /** Runs one command line; a Java that does not answer in time is ended. */
  synchronized Said run(Map<String, String> environment, String... arguments) {
    FutureTask<Said> answer = new FutureTask<>(() -> ask(environment, arguments));
    Thread thread = new Thread(answer, "warm rollcall");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(Campus.PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("no answer to " + List.of(arguments), e);
    }
  }

  private Said ask(Map<String, String> environment, String... arguments) throws IOException {
    requests.writeInt(arguments.length);
    for (String argument : arguments) {
      requests.writeUTF(argument);
    }
    requests.writeInt(environment.size());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      requests.writeUTF(variable.getKey());
      requests.writeUTF(variable.getValue());
    }
    requests.flush();
    int exit = answers.readInt();
    return new Said(exit, text(), text());
  }

  private String text() throws IOException {
    byte[] bytes = new byte[answers.readInt()];
    answers.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
