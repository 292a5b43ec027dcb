package dev.rollcall.cli;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs command lines one after another in one Java, which pays for its start only once. Each comes
 * on standard input and is answered on standard output; it ends with its input.
 */
public final class CommandServer {
  private final DataInputStream in;
  private final DataOutputStream out;

  private CommandServer(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Serves until standard input ends. */
  public static void main(String[] unused) throws IOException {
    OutputStream answers = System.out;
    // What the program prints past its own streams must not be taken for an answer.
    System.setOut(System.err);
    new CommandServer(new DataInputStream(System.in), new DataOutputStream(answers)).serve();
  }

  private void serve() throws IOException {
    while (true) {
      int arguments;
      try {
        arguments = in.readInt();
      } catch (EOFException end) {
        return;
      }
      answer(texts(arguments));
    }
  }

  private String[] texts(int count) throws IOException {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = in.readUTF();
    }
    return texts;
  }

  private void answer(String[] arguments) throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    for (int left = in.readInt(); left > 0; left--) {
      environment.put(in.readUTF(), in.readUTF());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    int exit =
        Main.call(
            new Streams(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8),
                environment),
            Protocols.ALL,
            arguments);
    out.writeInt(exit);
    for (ByteArrayOutputStream text : new ByteArrayOutputStream[] {said, complained}) {
      out.writeInt(text.size());
      text.writeTo(out);
    }
    out.flush();
  }
}
