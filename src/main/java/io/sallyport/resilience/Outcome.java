package io.sallyport.resilience;

import java.util.Set;

/** How an attempt ended. */
public sealed interface Outcome {

    /**
     * Whether another attempt may end better, the body and the method left aside.
     *
     * @param codes answers that are tried again, 400 to 599
     */
    boolean isRetryable(Set<Integer> codes);

    /** Whether it is certain that the backend did nothing with the request. */
    boolean isUnprocessed();

    /**
     * The backend answered.
     *
     * @param status 100 to 599
     */
    record Answered(int status) implements Outcome {

        private static final int ERRORS = 400;

        /** Most answers are no errors; those cost no look into the set. */
        @Override
        public boolean isRetryable(Set<Integer> codes) {
            return status >= ERRORS && codes.contains(status);
        }

        @Override
        public boolean isUnprocessed() {
            return false;
        }
    }

    /** No answer's head came. */
    record Failed(Failure failure, Progress progress) implements Outcome {

        @Override
        public boolean isRetryable(Set<Integer> codes) {
            return failure.isRetryable();
        }

        @Override
        public boolean isUnprocessed() {
            return progress == Progress.NOTHING_SENT || failure == Failure.REFUSED_STREAM;
        }
    }
}
