package dev.rollcall.packages;

import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.Main;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/** Writes what the packages hold of the commands' own help: completion and manual pages. */
final class CommandTexts {
  /** The header's flag for the slowest algorithm (RFC 1952, XFL). */
  private static final byte MOST_COMPRESSED = 2;

  private CommandTexts() {}

  /**
   * Writes {@code completion/rollcall.bash}, {@code completion/_rollcall} for zsh, and {@code
   * man/*.1}.
   *
   * @param args the folder, the program's version, the date for the manual pages
   */
  public static void main(String[] args) throws IOException, ComplaintException {
    CommandLine line = Main.commandLine(Streams.standard(), Protocols.ALL);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setUsageHelpWidth(10_000);
    Path man = Files.createDirectories(Path.of(args[0], "man"));
    ManPage pages = new ManPage(args[1], args[2]);
    write(man.resolve("rollcall.1"), pages.of(line));
    for (CommandLine command : line.getSubcommands().values()) {
      write(man.resolve("rollcall-" + command.getCommandName() + ".1"), pages.of(command));
    }
    Path completion = Files.createDirectories(Path.of(args[0], "completion"));
    String bash = Completion.bash(line);
    Files.writeString(completion.resolve("rollcall.bash"), bash);
    Files.writeString(completion.resolve("_rollcall"), Completion.zsh(bash));
  }

  /** Plain, and compressed as Debian's packages have it: without a time, as gzip -9n does it. */
  private static void write(Path file, String page) throws IOException {
    Files.writeString(file, page);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new BestGzip(bytes)) {
      packed.write(page.getBytes(StandardCharsets.UTF_8));
    }
    byte[] gzip = bytes.toByteArray();
    gzip[8] = MOST_COMPRESSED;
    Files.write(Path.of(file + ".gz"), gzip);
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
