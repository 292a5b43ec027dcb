package dev.rollcall.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lowest layer of the container image: this host's C library, and who the user is. */
final class HostLibraries {
  /** A line of ldd: {@code libc.so.6 => /lib/libc.so.6 (0x…)}, or the loader's path alone. */
  private static final Pattern LINE = Pattern.compile("(?:.* => |\\s*)(/\\S+) \\(0x[0-9a-f]+\\)");

  /** What the C library loads by name to look names up; newer ones have it built in. */
  private static final List<String> LOADED =
      List.of("libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2");

  private HostLibraries() {}

  /**
   * Copies the libraries that the runtime needs and does not have, each to its own path.
   *
   * @param args the runtime's folder, the image's folder
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path runtime = Path.of(args[0]).toRealPath();
    Path image = Path.of(args[1]);
    Set<Path> libraries = libraries(runtime);
    for (Path library : libraries) {
      copy(library, image);
      for (String other : LOADED) {
        Path beside = library.resolveSibling(other);
        if (library.getFileName().toString().equals("libc.so.6") && Files.exists(beside)) {
          copy(beside, image);
        }
      }
    }
    Path etc = Files.createDirectories(image.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/:/sbin/nologin\nrollcall:x:65532:65532::/:/sbin/nologin\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\nrollcall:x:65532:\n");
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    Files.createDirectories(image.resolve("tmp"));
  }

  private static void copy(Path library, Path image) throws IOException {
    Path to = image.resolve(library.getRoot().relativize(library));
    Files.createDirectories(to.getParent());
    Files.copy(library.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Set<Path> libraries(Path runtime) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ldd"));
    try (Stream<Path> files = Files.walk(runtime)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (ElfVersions.holds(Files.readAllBytes(file))) {
          command.add(file.toString());
        }
      }
    }
    Process ldd = new ProcessBuilder(command).redirectErrorStream(true).start();
    ldd.getOutputStream().close();
    String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ldd.waitFor() != 0) {
      throw new IOException(output);
    }
    Set<Path> libraries = new TreeSet<>();
    for (String line : output.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && !Path.of(matcher.group(1)).toRealPath().startsWith(runtime)) {
        libraries.add(Path.of(matcher.group(1)));
      }
    }
    return libraries;
  }
}
