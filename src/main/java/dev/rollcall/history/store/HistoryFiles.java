package dev.rollcall.history.store;

import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.Ownership;
import dev.rollcall.files.SafeFolder;
import dev.rollcall.files.UnsafePathException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a history, by their paths below its folder. No link in it is followed: a link in
 * place of a file or folder is an {@link UnsafePathException}, which names it and the remedy. So
 * another user who may write to the folder cannot make this process read, write or delete anything
 * elsewhere ({@link SafeFolder} names the remaining risks).
 */
public record HistoryFiles(Path root) {

  /** Work in an open folder. */
  private interface Action<T> {
    T in(SafeFolder folder) throws IOException;
  }

  /** Opens the folder itself or a subfolder. */
  private SafeFolder folder(Path folder) throws IOException {
    SafeFolder at = SafeFolder.open(root);
    if (!folder.equals(root)) {
      for (Path name : root.relativize(folder)) {
        try (SafeFolder above = at) {
          at = above.folder(name.toString());
        }
      }
    }
    return at;
  }

  private <T> T beside(Path file, Action<T> action) throws IOException {
    Path folder = file.getParent();
    try (SafeFolder in = folder(folder == null ? root : folder)) {
      return action.in(in);
    }
  }

  /**
   * Opens a file; others may replace or delete it meanwhile.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    return beside(file, in -> in.file(name(file), options));
  }

  /** Creates a file that only its owner may read, and gives it to the folder's owner. */
  FileChannel make(Path file) throws IOException {
    return beside(
        file,
        in -> {
          FileChannel made = in.makePrivate(name(file));
          Ownership.handOver(in, name(file));
          in.sync();
          return made;
        });
  }

  /** The attributes; empty if there is no such file. */
  Optional<BasicFileAttributes> look(Path file) throws IOException {
    try {
      return beside(file, in -> in.attributes(name(file)));
    } catch (NoSuchFileException | NotDirectoryException notThere) {
      return Optional.empty();
    }
  }

  /** The matching subfolders of a folder, without links; empty if the folder does not exist. */
  List<String> folders(Path folder, String glob) throws IOException {
    List<String> folders = new ArrayList<>();
    try (SafeFolder in = folder(folder)) {
      for (String name : in.names(glob)) {
        if (in.look(name).filter(BasicFileAttributes::isDirectory).isPresent()) {
          folders.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException notThere) {
      return List.of();
    }
    return folders;
  }

  /** The files in a folder with their sizes in bytes; empty if the folder does not exist. */
  Map<Path, Long> sizes(Path folder) throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    try (SafeFolder in = folder(folder)) {
      for (String name : in.names("*")) {
        in.look(name)
            .filter(BasicFileAttributes::isRegularFile)
            .ifPresent(file -> sizes.put(folder.resolve(name), file.size()));
      }
    } catch (NoSuchFileException | NotDirectoryException notThere) {
      return Map.of();
    }
    return sizes;
  }

  /**
   * Deletes the matching files in subfolders of a folder.
   *
   * @param inner the folders' names
   */
  void deleteIn(Path folder, List<String> inner, String glob) throws IOException {
    try (SafeFolder above = folder(folder)) {
      for (String name : inner) {
        try (SafeFolder in = above.folder(name)) {
          for (String file : in.names(glob)) {
            in.delete(file);
          }
        }
      }
    }
  }

  /** The matching files in a folder; empty if the folder does not exist. */
  public List<Path> list(Path folder, String glob) throws IOException {
    try (SafeFolder in = folder(folder)) {
      return in.names(glob).stream().map(folder::resolve).toList();
    } catch (NoSuchFileException | NotDirectoryException notThere) {
      return List.of();
    }
  }

  /** Makes a folder, mode 700, if it does not exist. */
  void makeFolder(Path folder) throws IOException {
    beside(
        folder,
        in -> {
          in.makeFolder(name(folder));
          return true;
        });
  }

  /** Writes a file whole or not at all; only its owner may read it. */
  public void replace(Path file, AtomicFile.Content content) throws IOException {
    beside(
        file,
        in -> {
          AtomicFile.writePrivate(in, name(file), content);
          return true;
        });
  }

  /** Deletes a file or link, if it exists. */
  public void delete(Path file) throws IOException {
    beside(
        file,
        in -> {
          in.delete(name(file));
          return true;
        });
  }

  /** Deletes a folder if it is empty. */
  void deleteIfEmpty(Path folder) throws IOException {
    try {
      beside(
          folder,
          in -> {
            in.deleteFolder(name(folder));
            return true;
          });
    } catch (DirectoryNotEmptyException somethingElseIsInIt) {
      // It holds other files.
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
