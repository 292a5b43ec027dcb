package dev.rollcall.bundle.redact;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The texts in Rollcall's own code: the string constants of its classes (JVMS §4.4.3), which are
 * the sentences that its reports are made of. So there is no second list of words to keep.
 */
final class ClassConstants {
  private static final String OWN = "dev/rollcall/";
  private static final int MAGIC = 0xcafebabe;

  private ClassConstants() {}

  /** Passes each on; none if the classes are in neither a jar nor a folder. */
  static void forEach(Consumer<String> text) {
    CodeSource source = ClassConstants.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return;
    }
    try {
      URI place = source.getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        folder(path.resolve(OWN), text);
      } else {
        jar(path, text);
      }
    } catch (IOException | URISyntaxException | IllegalArgumentException | UncheckedIOException e) {
      // Fewer words are known, and more of them replaced.
    }
  }

  private static void folder(Path folder, Consumer<String> text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(ClassConstants::isClass)::iterator) {
        try (InputStream in = Files.newInputStream(file)) {
          read(in.readAllBytes(), text);
        }
      }
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private static void jar(Path file, Consumer<String> text) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().startsWith(OWN) && entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            read(in.readAllBytes(), text);
          }
        }
      }
    }
  }

  /** The constants of one class file. */
  static void read(byte[] file, Consumer<String> text) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.readInt();
    int count = in.readUnsignedShort();
    List<String> texts = new ArrayList<>();
    BitSet used = new BitSet(count);
    texts.add("");
    while (texts.size() < count) {
      int tag = in.readUnsignedByte();
      String here = "";
      switch (tag) {
        case 1 -> here = in.readUTF();
        case 8 -> used.set(in.readUnsignedShort());
        case 7, 16, 19, 20 -> in.skipBytes(2);
        case 15 -> in.skipBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          texts.add("");
        }
        default -> throw new IOException("unknown constant " + tag);
      }
      texts.add(here);
    }
    used.stream().filter(index -> index < texts.size()).forEach(i -> text.accept(texts.get(i)));
  }
}
