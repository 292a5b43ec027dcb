package dev.rollcall.packages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * The symbol versions that a program or library of Linux needs of other libraries, such as {@code
 * GLIBC_2.17}: the section {@code .gnu.version_r} (Linux Standard Base, "Symbol Versioning").
 */
final class ElfVersions {
  private static final int X86_64 = 62;
  private static final int VERNEED = 0x6ffffffe;

  private final ByteBuffer file;

  private ElfVersions(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether these are the bytes of an ELF file for x86-64. */
  static boolean holds(byte[] file) {
    return file.length > 64
        && file[0] == 0x7f
        && file[1] == 'E'
        && file[2] == 'L'
        && file[3] == 'F'
        && file[4] == 2
        && file[5] == 1
        && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(18) == X86_64;
  }

  /**
   * Returns every version needed.
   *
   * @throws IllegalArgumentException if the file has no section headers, and so cannot be judged
   */
  static Set<String> needed(byte[] file) {
    return new ElfVersions(file).needed();
  }

  private Set<String> needed() {
    Set<String> versions = new TreeSet<>();
    int count = file.getShort(0x3c);
    if (count == 0) {
      throw new IllegalArgumentException("no section headers");
    }
    for (int i = 0; i < count; i++) {
      int section = section(i);
      if (file.getInt(section + 4) == VERNEED) {
        int names = offset(section(file.getInt(section + 0x28)));
        collect(offset(section), file.getInt(section + 0x2c), names, versions);
      }
    }
    return versions;
  }

  private int section(int index) {
    return Math.toIntExact(file.getLong(0x28)) + index * file.getShort(0x3a);
  }

  private int offset(int section) {
    return Math.toIntExact(file.getLong(section + 0x18));
  }

  /** Each library, and of each its versions. */
  private void collect(int first, int libraries, int names, Set<String> versions) {
    int library = first;
    for (int i = 0; i < libraries; i++) {
      int version = library + file.getInt(library + 8);
      for (int k = 0; k < file.getShort(library + 2); k++) {
        versions.add(text(names + file.getInt(version + 8)));
        version += file.getInt(version + 12);
      }
      library += file.getInt(library + 12);
    }
  }

  private String text(int from) {
    int to = from;
    while (file.get(to) != 0) {
      to++;
    }
    return new String(file.array(), from, to - from, StandardCharsets.US_ASCII);
  }
}
