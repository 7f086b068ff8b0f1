package dev.tabitat.core.retrieval;

/**
 * How many letters apart two words are: inserted, left out, exchanged, or swapped with their neighbour (optimal string
 * alignment).
 */
final class EditDistance {

    private EditDistance() {}

    /**
     * The distance where it is at most {@code most}; {@code most + 1} otherwise. Takes time linear in the length for
     * each letter of {@code most}.
     */
    static int of(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int width = b.length() + 1;
        int[] earlier = new int[width];
        int[] before = new int[width];
        int[] row = new int[width];
        for (int j = 0; j < width; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - most);
            int to = Math.min(b.length(), i + most);
            row[from - 1] = from == 1 ? i : most + 1;
            int least = row[from - 1];
            for (int j = from; j <= to; j++) {
                boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
                int above = j == i + most ? most + 1 : before[j];
                int distance = Math.min(before[j - 1] + (isSame ? 0 : 1), Math.min(above, row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    distance = Math.min(distance, earlier[j - 2] + 1);
                }
                row[j] = distance;
                least = Math.min(least, distance);
            }
            if (least > most) {
                return most + 1;
            }
            int[] free = earlier;
            earlier = before;
            before = row;
            row = free;
        }
        return Math.min(before[b.length()], most + 1);
    }
}
