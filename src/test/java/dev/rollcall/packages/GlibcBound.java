package dev.rollcall.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which C library the packages need: no file may need a newer one than the oldest host has. */
final class GlibcBound {
  private static final Pattern VERSION = Pattern.compile("GLIBC_(\\d+)\\.(\\d+)(\\.\\d+)?");

  private GlibcBound() {}

  /**
   * Prints the newest version needed, and fails if it is newer than the bound.
   *
   * @param args the bound such as {@code 2.17}, the runtime's folder, the jar
   */
  public static void main(String[] args) throws IOException {
    Map<String, Integer> found = runtime(Path.of(args[1]));
    found.putAll(jar(Path.of(args[2])));
    int newest = found.values().stream().max(Integer::compare).orElse(0);
    int bound = number("GLIBC_" + args[0]);
    if (newest <= bound) {
      System.out.println("The packages need glibc " + text(newest) + " or newer.");
      return;
    }
    String file =
        found.entrySet().stream()
            .filter(one -> one.getValue() == newest)
            .findFirst()
            .orElseThrow()
            .getKey();
    System.out.printf(
        "The Java runtime needs glibc %s (%s); the packages must run with %s. Name a JDK whose"
            + " runtime does with -Dpackages.jdk=FOLDER, or another bound with"
            + " -Dpackages.glibc=VERSION.",
        text(newest), file, args[0]);
    System.exit(1);
  }

  /**
   * What each ELF file in the runtime needs: the newest version of glibc, as {@link #number} has
   * it.
   */
  static Map<String, Integer> runtime(Path folder) throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(found, folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return found;
  }

  /** The same of the files for x86-64 in the jar. */
  static Map<String, Integer> jar(Path file) throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().filter(one -> one.getName().endsWith(".so")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          add(found, entry.getName(), in.readAllBytes());
        }
      }
    }
    return found;
  }

  private static void add(Map<String, Integer> found, String name, byte[] file) {
    if (ElfVersions.holds(file)) {
      found.put(
          name, ElfVersions.needed(file).stream().mapToInt(GlibcBound::number).max().orElse(0));
    }
  }

  /** 2017 for {@code GLIBC_2.17}; 0 for a version of another library. */
  static int number(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (matcher.matches()) {
      return Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2));
    }
    // GLIBC_ABI_DT_RELR came with 2.36; GLIBC_PRIVATE fits one build only.
    return version.startsWith("GLIBC_") ? 2036 : 0;
  }

  private static String text(int number) {
    return number / 1000 + "." + number % 1000;
  }
}
