package dev.rollcall.history.store;

import dev.rollcall.files.Uninterrupted;
import dev.rollcall.history.entry.EntryJson;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Writes the journal of a day: a line counts once its line feed is on the disk. */
public final class Journal {
  private static final int BLOCK = 1 << 16;

  private final HistoryFiles files;
  private final Path file;

  public Journal(HistoryFiles files, Path file) {
    this.files = files;
    this.file = file;
  }

  /** Removes a partial line of a killed process. */
  public void repair() throws IOException {
    if (files.look(file).isPresent()) {
      Uninterrupted.run(
          () -> {
            try (FileChannel journal = open()) {
              repair(journal);
            }
          });
    }
  }

  private FileChannel open() throws IOException {
    return files.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** The offset of the next line. */
  private static long repair(FileChannel journal) throws IOException {
    long length = journal.size();
    long end = lineEnd(journal, length);
    if (end < length) {
      journal.truncate(end);
      journal.force(true);
    }
    return end;
  }

  /** The end of the last whole line. */
  private static long lineEnd(FileChannel journal, long length) throws IOException {
    for (long end = length; end > 0; ) {
      int size = (int) Math.min(BLOCK, end);
      byte[] block = read(journal, end - size, size);
      for (int i = size - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - size + i + 1;
        }
      }
      end -= size;
    }
    return 0;
  }

  private static byte[] read(FileChannel journal, long offset, int length) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length);
    while (block.hasRemaining()) {
      if (journal.read(block, offset + block.position()) < 0) {
        throw new EOFException("the journal became shorter while it was read");
      }
    }
    return block.array();
  }

  /** Appends a line, or nothing. It is on the disk when this returns. */
  void append(byte[] line) throws IOException {
    if (files.look(file).isEmpty()) {
      files.make(file).close();
    }
    long[] end = {-1};
    Uninterrupted.run(
        () -> {
          try (FileChannel journal = open()) {
            // Removes what an interrupt left of this line.
            end[0] = end[0] < 0 ? repair(journal) : end[0];
            journal.truncate(end[0]);
            write(journal, line, end[0]);
          }
        });
  }

  private static void write(FileChannel journal, byte[] line, long end) throws IOException {
    try {
      ByteBuffer rest = ByteBuffer.wrap(line);
      while (rest.hasRemaining()) {
        journal.write(rest, end + rest.position());
      }
      journal.force(true);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      journal.truncate(end);
      throw e;
    }
  }

  /**
   * The position of a line.
   *
   * @param length with its line feed
   */
  record Place(String run, long offset, long length) {}

  /** The readable runs, oldest first. */
  List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    try (BackwardLines lines = BackwardLines.of(files.open(file, StandardOpenOption.READ))) {
      Optional<BackwardLines.Line> next = lines.previous();
      for (; next.isPresent(); next = lines.previous()) {
        BackwardLines.Line line = next.get();
        EntryJson.Line run = Archive.read(line, any -> false);
        if (run != null) {
          places.add(new Place(run.run(), line.offset(), line.length() + 1L));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    Collections.reverse(places);
    return places;
  }

  /** Keeps only these lines. */
  void keep(List<Place> places) throws IOException {
    if (places.isEmpty()) {
      files.delete(file);
      return;
    }
    files.replace(
        file,
        out -> {
          try (FileChannel journal = files.open(file, StandardOpenOption.READ)) {
            for (Place place : places) {
              out.write(read(journal, place.offset(), (int) place.length()));
            }
          }
        });
  }
}
